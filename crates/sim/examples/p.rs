fn main() {
    let a: Vec<u64> = std::env::args().skip(1).map(|s| s.parse().unwrap()).collect();
    let mut failed = 0;
    for seed in a[0]..a[1] {
        match rapport_sim::world::play(rapport_sim::world::Plan::of_seed(seed)) {
            Ok(o) => if seed % 50 == 0 { println!("{seed} {o:?}") },
            Err(f) => { println!("{f}"); failed += 1; if failed >= 3 { break } }
        }
    }
}
