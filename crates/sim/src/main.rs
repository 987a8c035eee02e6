fn main() {
    for load in [
        rapport_sim::bench::Load { agents: 1000, waiting: 10_000 },
        rapport_sim::bench::Load { agents: 1000, waiting: 0 },
        rapport_sim::bench::Load { agents: 10, waiting: 10_000 },
        rapport_sim::bench::Load { agents: 100, waiting: 10_000 },
        rapport_sim::bench::Load { agents: 10_000, waiting: 10_000 },
        rapport_sim::bench::Load { agents: 1000, waiting: 100 },
        rapport_sim::bench::Load { agents: 1000, waiting: 1_000 },
        rapport_sim::bench::Load { agents: 1000, waiting: 100_000 },
        rapport_sim::bench::Load { agents: 10, waiting: 0 },
        rapport_sim::bench::Load { agents: 100, waiting: 0 },
        rapport_sim::bench::Load { agents: 10_000, waiting: 0 },
    ] {
        let m = rapport_sim::bench::measure(load, 1, std::time::Duration::from_millis(500));
        println!("{load:?} {:.0}/s {:.0} ns {} decisions {} calls", m.per_second(), m.nanos_per_decision(), m.decisions, m.calls);
    }
}
