//! Prometheus metrics of the whole process.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::gauge;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::clock;
use crate::http::Shutdown;

/// Upper bounds of the duration histograms, in seconds: from a row read to a hanging disk.
const DURATION_BUCKETS_S: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// How often samples are folded into their buckets. Without it they would gather until a scrape.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(5);

/// The process's metrics: the recorder is installed by the first call. Histograms whose names end
/// in `_seconds` share one set of buckets.
pub fn metrics() -> &'static PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    HANDLE.get_or_init(|| {
        let builder = PrometheusBuilder::new();
        let seconds = Matcher::Suffix("_seconds".to_owned());
        let recorder = builder
            .set_buckets_for_metric(seconds, &DURATION_BUCKETS_S)
            .unwrap_or_else(|_no_buckets| PrometheusBuilder::new())
            .build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::error!("another metrics recorder is installed; /metrics will stay empty");
        }
        describe();
        handle
    })
}

fn describe() {
    use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
    describe_counter!("http_requests_total", "Requests answered, by route template");
    describe_histogram!(
        "http_request_duration_seconds",
        Unit::Seconds,
        "From the head of a request to the head of its answer"
    );
    describe_gauge!("rapport_build_info", "1, with the version as a label");
    describe_gauge!("process_start_time_seconds", Unit::Seconds, "When the process started");
    gauge!("rapport_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    #[expect(clippy::cast_precision_loss, reason = "a gauge is a float; seconds fit exactly")]
    gauge!("process_start_time_seconds").set((clock::now().millis() / 1_000) as f64);
}

/// Keeps the metrics small, until `shutdown` begins.
pub async fn upkeep(shutdown: Shutdown) {
    let handle = metrics();
    let mut interval = tokio::time::interval(UPKEEP_INTERVAL);
    let mut begun = std::pin::pin!(shutdown.begun());
    loop {
        tokio::select! {
            () = &mut begun => return,
            _ = interval.tick() => handle.run_upkeep(),
        }
    }
}
