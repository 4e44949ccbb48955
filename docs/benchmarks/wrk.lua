-- Prints one line: requests, errors, requests a second, p50 and p99 in microseconds.
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d,%d,%.1f,%d,%d\n",
    summary.requests,
    e.status + e.connect + e.read + e.write + e.timeout,
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50), latency:percentile(99)))
end
