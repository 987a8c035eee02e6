//! The engine's waits agree with Erlang C.

use rapport_sim::erlang::{Compared, LOADS, compare, compare_with_absent};

const CALLS: usize = 400_000;
const SEED: u64 = 7;
const DEVIATION_MAX: f64 = 0.02;
/// One in fifteen thousand means is further off than this by chance.
const STANDARD_ERRORS_MAX: f64 = 4.0;

fn assert_close(what: &str, compared: &Compared) {
    let deviation = compared.deviation();
    assert!(deviation.abs() < DEVIATION_MAX, "{what} differs by {:.2}%", deviation * 100.0);
    let off = compared.plain_in_standard_errors();
    assert!(off.abs() < STANDARD_ERRORS_MAX, "{what}: the plain mean is {off:.1} errors off");
}

#[test]
fn waits_are_within_two_per_cent_of_the_closed_forms() {
    assert!(LOADS.len() >= 12);
    for (agents, percent) in LOADS {
        let row = compare(agents, f64::from(percent) / 100.0, CALLS, SEED).unwrap();
        println!("{row}");
        assert_close(&format!("C of {agents} agents at {percent}%"), &row.waits);
        assert_close(&format!("W of {agents} agents at {percent}%"), &row.mean_wait);
    }
}

#[test]
fn the_controls_do_not_hide_an_agent_who_does_not_work() {
    // Of five agents at 60% one is absent: four work, at 75%.
    let row = compare_with_absent(5, 1, 0.6, CALLS, SEED).unwrap();
    assert!(row.waits.deviation() > 0.5, "{row}");
    assert!(row.mean_wait.deviation() > 0.5, "{row}");
    let true_row = compare(4, 0.75, CALLS, SEED).unwrap();
    let found = row.mean_wait.controlled.mean / true_row.mean_wait.expected - 1.0;
    assert!(found.abs() < DEVIATION_MAX, "{found} of {}", true_row.mean_wait.expected);
}
