fn main() {
    let a: Vec<u64> = std::env::args().skip(1).map(|s| s.parse().unwrap()).collect();
    rapport_sim::erlang::report(a[0] as usize, a[1], |l| println!("{l}")).unwrap();
}
