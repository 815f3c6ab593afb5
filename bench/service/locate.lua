-- Asks where scans were taken: each thread takes its own turns through a thousand different ones.
-- wrk -s locate.lua ADDRESS -- FILE KEY, where FILE has one request body a line.
local bodies, next_body = {}, 0

function init(arguments)
    for line in io.lines(arguments[1]) do
        bodies[#bodies + 1] = line
    end
    wrk.method = "POST"
    wrk.headers["Authorization"] = "Bearer " .. arguments[2]
    wrk.headers["Content-Type"] = arguments[3] or "application/json"
end

function request()
    next_body = next_body % #bodies + 1
    return wrk.format(nil, nil, nil, bodies[next_body])
end

function done(summary, latency)
    io.write(string.format(
        "requests %d, %.0f a second, p50 %.2f ms, p99 %.2f ms, worst %.1f ms, failed %d\n",
        summary.requests, summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000, latency.max / 1000,
        summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout))
end
