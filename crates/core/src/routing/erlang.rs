//! Closed forms for queues with Poisson arrivals and exponential service (M/M/c).

/// There is no steady state: the offered load is not below the number of agents, or not a load.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{agents} agents cannot carry {offered_load} erlangs: the queue would grow without end")]
pub struct Unstable {
    pub agents: u32,
    pub offered_load: f64,
}

/// Probability that an arriving call finds all agents busy when nobody can wait, in 0..=1
/// (Erlang B). `offered_load` in erlangs, not negative.
///
/// Source: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance
/// in automatic telephone exchanges", 1917; the recursion B(0) = 1,
/// B(n) = a B(n−1) / (n + a B(n−1)): Cooper, Introduction to Queueing Theory, 2nd ed., section 3.3.
pub fn erlang_b(agents: u32, offered_load: f64) -> f64 {
    (1..=agents).fold(1.0, |blocked, n| {
        let flow = offered_load * blocked;
        flow / (f64::from(n) + flow)
    })
}

/// Probability that an arriving call has to wait, in 0..=1 (Erlang C).
///
/// `offered_load` in erlangs, from 0 to below `agents`; otherwise `Unstable`.
/// Source: A. K. Erlang, 1917; Cooper, Introduction to Queueing Theory, 2nd ed., section 3.4,
/// C = B / (1 − ρ (1 − B)) with ρ the load per agent.
pub fn erlang_c(agents: u32, offered_load: f64) -> Result<f64, Unstable> {
    if !(offered_load >= 0.0 && offered_load < f64::from(agents)) {
        return Err(Unstable { agents, offered_load });
    }
    let blocked = erlang_b(agents, offered_load);
    let occupancy = offered_load / f64::from(agents);
    Ok(blocked / (1.0 - occupancy * (1.0 - blocked)))
}

/// The mean wait over all calls, in the unit of `handling_time`.
///
/// C × handling time / (agents − offered load). Source: as [`erlang_c`].
pub fn mean_wait(agents: u32, offered_load: f64, handling_time: f64) -> Result<f64, Unstable> {
    let waits = erlang_c(agents, offered_load)?;
    Ok(waits * handling_time / (f64::from(agents) - offered_load))
}

/// The share of calls answered within `target`, in 0..=1; times in the unit of `handling_time`.
///
/// 1 − C × exp(−(agents − offered load) × target / handling time). Source: as [`erlang_c`].
pub fn service_level(
    agents: u32,
    offered_load: f64,
    handling_time: f64,
    target: f64,
) -> Result<f64, Unstable> {
    let waits = erlang_c(agents, offered_load)?;
    let spare = f64::from(agents) - offered_load;
    Ok(1.0 - waits * (-spare * target / handling_time).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
    }

    #[test]
    fn one_agent_is_the_m_m_1_queue() {
        // The share that waits is the load, the mean wait ρ / (1 − ρ) of a handling time.
        close(erlang_c(1, 0.8).unwrap(), 0.8);
        close(mean_wait(1, 0.8, 300.0).unwrap(), 1_200.0);
        close(service_level(1, 0.8, 1.0, 5.0).unwrap(), 1.0 - 0.8 * (-1.0_f64).exp());
    }

    #[test]
    fn two_agents_by_hand() {
        // B = (a²/2) / (1 + a + a²/2) and C = 2 B / (2 − a (1 − B)), at a = 1: 1/5 and 1/3.
        close(erlang_b(2, 1.0), 0.2);
        close(erlang_c(2, 1.0).unwrap(), 1.0 / 3.0);
    }

    #[test]
    fn agrees_with_the_sums_of_the_textbook() {
        for (agents, load) in [(3_u32, 2.0_f64), (10, 8.0), (20, 19.0)] {
            let term = |n: u32| (1..=n).fold(1.0, |product, k| product * load / f64::from(k));
            let spare = f64::from(agents) / (f64::from(agents) - load);
            let busy = term(agents) * spare;
            let idle: f64 = (0..agents).map(term).sum();
            close(erlang_c(agents, load).unwrap(), busy / (idle + busy));
        }
    }

    #[test]
    fn too_much_work_has_no_steady_state() {
        assert!(erlang_c(5, 5.0).is_err());
        assert!(mean_wait(0, 0.0, 1.0).is_err());
        assert!(erlang_c(5, f64::NAN).is_err());
    }

    #[test]
    fn many_agents_do_not_overflow() {
        assert!((0.0..=1.0).contains(&erlang_c(10_000, 9_900.0).unwrap()));
    }
}
