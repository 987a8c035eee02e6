//! Days of life with every fault, each step approved by the reference model.

use rapport_sim::world::{Plan, play};

/// Seeds whose days once found a mistake, in the engine or in what it promised. A day changes with
/// the simulator, so each mistake has a scenario of its own among the engine's tests as well.
const FOUND_SOMETHING: [(u64, &str); 9] = [
    (0, "a preferred agent who came back online was waited for again"),
    (4, "an agent who went away was still preferred for the offer it left"),
    (9, "an interaction went to a queue that closed in the same instant"),
    (19, "an agent who went away was still preferred, with agents free"),
    (119, "a repair by the store made its agent look busy since now"),
    (739, "an agent who accepted among several counted as busy only since then"),
    (824, "an agent who stayed on a ring-all offer lost its place among the idle"),
    (3539, "a refused offer was not known again with its agents in another order"),
    (1132, "an agent who accepted among several counted as busy only since then"),
];

#[test]
fn seeds_that_found_something_stay_found() {
    for (seed, what) in FOUND_SOMETHING {
        if let Err(failure) = play(Plan::of_seed(seed)) {
            panic!("{what}: {failure}");
        }
    }
}

#[test]
fn hundreds_of_days_with_every_fault() {
    let (mut offers, mut refused, mut handled) = (0, 0, 0);
    for seed in 10_000..10_400 {
        let outcome = play(Plan::of_seed(seed)).unwrap_or_else(|failure| panic!("{failure}"));
        offers += outcome.offers;
        refused += outcome.refused;
        handled += outcome.handled;
    }
    // The faults did happen, and the work was done all the same.
    assert!(
        handled > 40_000 && refused > 1_000 && offers > handled,
        "{offers} {refused} {handled}"
    );
}

#[test]
fn the_same_seed_gives_the_same_day() {
    let plan = Plan { customers: 400, ..Plan::of_seed(42) };
    assert_eq!(play(plan), play(plan));
    assert_ne!(play(plan).unwrap().log_hash, play(Plan { seed: 43, ..plan }).unwrap().log_hash);
}
