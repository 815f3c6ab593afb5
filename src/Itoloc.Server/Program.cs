using Itoloc.Server;

return await ItolocService.RunAsync(args);
