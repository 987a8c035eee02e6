fn main() {
    let a: Vec<usize> = std::env::args().skip(1).map(|s| s.parse().unwrap()).collect();
    let load = rapport_sim::bench::Load { agents: a[0], waiting: a[1] };
    let m = rapport_sim::bench::measure(load, 1, std::time::Duration::from_millis(a[2] as u64));
    println!("{load:?} {:.0}/s {:.0} ns {} decisions {} calls", m.per_second(), m.nanos_per_decision(), m.decisions, m.calls);
}
