//! While it waits: preferred agents, rings, overflow, position and estimates.

use super::script::check;

#[test]
fn it_is_kept_for_its_last_agent_for_a_while() {
    check(
        "queue help hold=30s
         agent anna max=webchat:1
         agent ben max=webchat:1
         0s enqueue c0
         0s accept c0 anna
         1s enqueue c1 prefers=anna
         5s end c0",
        "0s offer c0 to anna until 20s
         5s offer c1 to anna until 25s",
    );
}

#[test]
fn then_anybody_may_take_it() {
    check(
        "queue help hold=30s
         agent anna max=webchat:1
         agent ben max=webchat:1
         0s enqueue c0
         0s accept c0 anna
         1s enqueue c1 prefers=anna
         40s tick",
        "0s offer c0 to anna until 20s
         31s offer c1 to ben until 51s",
    );
}

#[test]
fn an_agent_who_is_offline_or_not_able_is_not_waited_for() {
    check(
        "queue help hold=30s
         queue other
         agent ben skills=german:1
         agent anna queues=other
         agent cleo
         0s offline cleo
         1s enqueue c1 prefers=anna
         2s enqueue c2 prefers=cleo needs=german:1",
        "1s offer c1 to ben until 21s
         2s offer c2 to ben until 22s",
    );
}

#[test]
fn when_the_preferred_agent_leaves_the_hold_ends() {
    check(
        "queue help hold=30s
         agent anna
         0s away anna
         agent ben
         1s enqueue c1 prefers=anna
         5s offline anna",
        "5s offer c1 to ben until 25s",
    );
}

#[test]
fn requirements_relax_in_rings() {
    check(
        "queue help rings=30s=german:2|60s=
         agent anna
         0s enqueue c1 needs=german:4
         10s agent ben skills=german:2
         30s tick
         31s decline c1 ben
         60s tick",
        "30s offer c1 to ben until 50s
         31s requeue c1: Declined
         60s offer c1 to anna until 80s",
    );
}

#[test]
fn rings_of_its_own_stand_before_the_queue_s() {
    check(
        "queue help rings=5s=
         agent anna
         0s enqueue c1 needs=german:4 rings=20s=
         30s tick",
        "20s offer c1 to anna until 40s",
    );
}

#[test]
fn rings_count_from_the_old_place_after_a_restart() {
    check(
        "queue help rings=30s=
         100s agent anna
         100s restore c1 needs=german:4 since=80s as waiting
         120s tick",
        "110s offer c1 to anna until 130s",
    );
}

#[test]
fn what_waits_too_long_goes_to_another_queue_and_keeps_its_age() {
    check(
        "queue help overflow=spare:60s
         queue spare
         agent ben queues=spare max=webchat:1
         0s enqueue c0 queue=spare
         0s accept c0 ben
         10s enqueue c1
         30s enqueue c2 queue=spare
         70s tick
         71s position c1
         80s end c0",
        "0s offer c0 to ben until 20s
         70s overflow c1 from help to spare: WaitedTooLong
         71s c1: Some(1)
         80s offer c1 to ben until 100s",
    );
}

#[test]
fn it_does_not_overflow_into_a_closed_queue() {
    check(
        "queue help overflow=spare:60s
         queue spare thursday=00:03-23:00
         0s enqueue c1
         200s tick",
        "180s overflow c1 from help to spare: WaitedTooLong",
    );
}

#[test]
fn two_queues_that_overflow_into_each_other_do_not_spin() {
    check(
        "queue a overflow=b:0s
         queue b overflow=a:0s
         0s enqueue c1 queue=a
         2s tick",
        "1s overflow c1 from a to b: WaitedTooLong
         2s overflow c1 from b to a: WaitedTooLong",
    );
}

#[test]
fn position_counts_what_is_due_before_in_the_queue() {
    check(
        "queue help
         queue other
         0s enqueue c1
         1s enqueue c2 needs=german:1
         2s enqueue c3 queue=other
         3s enqueue c4 channel=email
         4s position c4
         4s end c1
         4s position c4
         4s position c1",
        "4s c4: Some(3)
         4s c4: Some(2)
         4s c1: None",
    );
}

#[test]
fn the_wait_is_estimated_from_handling_time_then_from_what_is_seen() {
    // First 300 s over two agents for the first in line; then four acceptances in two minutes.
    check(
        "queue help handling=300s
         agent anna max=webchat:1
         agent ben max=webchat:1
         0s enqueue c1
         0s enqueue c2
         0s enqueue c3
         0s wait c3
         0s accept c1 anna
         0s accept c2 ben
         60s end c1
         60s accept c3 anna
         100s end c2
         119s enqueue d1
         120s accept d1 ben
         120s enqueue d2
         120s wait d2",
        "0s offer c1 to anna until 20s
         0s offer c2 to ben until 20s
         0s c3: Some(150s)
         60s offer c3 to anna until 80s
         119s offer d1 to ben until 139s
         120s d2: Some(30s)",
    );
}

#[test]
fn nobody_online_and_nothing_seen_gives_no_estimate() {
    check("queue help\n0s enqueue c1\n0s wait c1", "0s c1: None");
}

#[test]
fn boards_show_the_queue_and_the_agents() {
    check(
        "queue help
         agent anna max=webchat:1,email:0,voice:0,sms:0,xmpp:0,social:0,forum:0,custom:0
         agent ben
         0s away ben
         1s enqueue c1
         2s enqueue c2 since=500ms priority=1
         3s enqueue c3 priority=10
         4s board help
         4s load anna",
        "1s offer c1 to anna until 21s
         4s help: open=true waiting=2 longest=500ms online=1 free=0
         4s anna: online 33/100 units, 1 in hand",
    );
}

#[test]
fn a_hold_that_could_not_be_kept_is_over_for_good() {
    check(
        "queue help hold=5m
         agent ben max=webchat:1
         agent anna max=webchat:1
         0s enqueue c0
         0s accept c0 ben
         1s offline anna
         2s enqueue c1 prefers=anna
         3s away anna
         4s end c0",
        "0s offer c0 to ben until 20s
         4s offer c1 to ben until 24s",
    );
}

#[test]
fn who_goes_away_while_it_rings_is_no_longer_preferred() {
    check(
        "queue help hold=5m
         agent anna
         agent ben
         0s enqueue c1 prefers=anna
         1s away anna",
        "0s offer c1 to anna until 20s
         1s rescind c1 from anna: AgentUnavailable
         1s requeue c1: AgentUnavailable
         1s offer c1 to ben until 21s",
    );
}
