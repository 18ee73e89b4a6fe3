-- Bodies of a file, one a line, sent in turn as JSON; tells the figures as JSON.
local bodies = {}
local at = 0

function init(args)
  for line in io.lines(args[1]) do
    bodies[#bodies + 1] = wrk.format("POST", "/v1/classify", { ["Content-Type"] = "application/json" }, line)
  end
end

function request()
  at = at % #bodies + 1
  return bodies[at]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    "{\"requests\":%d,\"seconds\":%.6f,\"p50\":%.6f,\"p99\":%.6f,\"failed\":%d,\"refused\":%d}\n",
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e6, latency:percentile(99) / 1e6,
    e.connect + e.read + e.write + e.timeout, e.status))
end
