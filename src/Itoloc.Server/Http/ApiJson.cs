using System.Text.Json;
using System.Text.Json.Serialization;
using Itoloc.Server.AccessPoints;
using Itoloc.Server.Audit;
using Itoloc.Server.Demo;
using Itoloc.Server.Find;
using Itoloc.Server.Geolocate;
using Itoloc.Server.Health;
using Itoloc.Server.Jobs;
using Itoloc.Server.Keys;
using Itoloc.Server.Locate;
using Itoloc.Server.Models;
using Itoloc.Server.Sites;
using Itoloc.Server.Surveys;
using Itoloc.Server.Training;
using Itoloc.Server.Updates;
using Microsoft.AspNetCore.Mvc;

namespace Itoloc.Server.Http;

/// <summary>How every body is written and read; made at build time.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(AccessPointResponse[]))]
[JsonSerializable(typeof(AuditResponse[]))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(ControlPoint[]))]
[JsonSerializable(typeof(ComparisonResponse))]
[JsonSerializable(typeof(CoverageResponse))]
[JsonSerializable(typeof(DemoAge))]
[JsonSerializable(typeof(DemoKey))]
[JsonSerializable(typeof(DemoState))]
[JsonSerializable(typeof(DeviceExplanation))]
[JsonSerializable(typeof(Dictionary<string, Dependency>))]
[JsonSerializable(typeof(DriftResponse))]
[JsonSerializable(typeof(ErasedResponse))]
[JsonSerializable(typeof(EmptyAnswer))]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(FindBasic))]
[JsonSerializable(typeof(FindByLocation))]
[JsonSerializable(typeof(FindClassified))]
[JsonSerializable(typeof(FindDevices))]
[JsonSerializable(typeof(FindLocation))]
[JsonSerializable(typeof(FindLocations))]
[JsonSerializable(typeof(FindPush))]
[JsonSerializable(typeof(FloorRequest))]
[JsonSerializable(typeof(FloorResponse[]))]
[JsonSerializable(typeof(FloorVersionResponse[]))]
[JsonSerializable(typeof(GeolocateAnswer))]
[JsonSerializable(typeof(GeolocateErrorBody))]
[JsonSerializable(typeof(HeardDevice[]))]
[JsonSerializable(typeof(IReadOnlyList<ScanShape>))]
[JsonSerializable(typeof(JobResponse[]))]
[JsonSerializable(typeof(KeyMadeResponse))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(KeyResponse[]))]
[JsonSerializable(typeof(LivePosition))]
[JsonSerializable(typeof(LocateResponse))]
[JsonSerializable(typeof(ModelDescriptionResponse))]
[JsonSerializable(typeof(ModelResponse[]))]
[JsonSerializable(typeof(PastPosition[]))]
[JsonSerializable(typeof(PointError[]))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(SiteRequest))]
[JsonSerializable(typeof(SiteResponse[]))]
[JsonSerializable(typeof(StandingRequest))]
[JsonSerializable(typeof(StandingResponse))]
[JsonSerializable(typeof(SurveyResponse))]
[JsonSerializable(typeof(SurveyScanResponse[]))]
[JsonSerializable(typeof(TrainingParameters))]
[JsonSerializable(typeof(TrainingRequest))]
[JsonSerializable(typeof(UpdateParameters))]
[JsonSerializable(typeof(UpdateRequest))]
[JsonSerializable(typeof(UpdatingRequest))]
[JsonSerializable(typeof(VersionResponse))]
sealed partial class ApiJson : JsonSerializerContext;
