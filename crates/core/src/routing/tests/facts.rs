//! The store knows better: forced facts, repeated facts, facts about strangers, settings.

use super::script::check;

#[test]
fn an_acceptance_that_the_engine_thought_timed_out_stands() {
    check(
        "queue help
         agent anna
         agent ben
         0s enqueue c1
         20s tick
         21s accept c1 anna
         22s where c1
         22s load ben",
        "0s offer c1 to anna until 20s
         20s rescind c1 from anna: TimedOut
         20s requeue c1: NoAnswer
         20s away anna: c1
         20s offer c1 to ben until 40s
         21s rescind c1 from ben: TakenByOther
         22s c1: active with anna
         22s ben: online 0/100 units, 0 in hand",
    );
}

#[test]
fn a_forced_fact_may_fill_an_agent_beyond_capacity() {
    check(
        "queue help
         agent anna max=webchat:1
         0s restore x as active anna
         1s enqueue c1
         2s accept c1 anna
         3s load anna
         4s end x
         5s enqueue c2
         6s end c1",
        "3s anna: online 66/100 units, 2 in hand
         6s offer c2 to anna until 26s",
    );
}

#[test]
fn what_another_agent_holds_moves() {
    check(
        "queue help
         agent anna
         agent ben
         0s enqueue c1
         1s accept c1 anna
         2s assign c1 ben
         3s where c1
         3s load anna",
        "0s offer c1 to anna until 20s
         2s rescind c1 from anna: Assigned
         3s c1: active with ben
         3s anna: online 0/100 units, 0 in hand",
    );
}

#[test]
fn facts_may_come_twice() {
    check(
        "queue help
         agent anna max=webchat:1
         0s enqueue c1
         0s enqueue c1
         1s accept c1 anna
         1s accept c1 anna
         1s online anna
         2s wrap c1 anna
         2s wrap c1 anna
         2s accept c1 anna
         2s where c1
         3s end c1
         3s end c1
         4s enqueue c2
         5s decline c2 anna
         5s decline c2 anna
         6s vanish anna
         6s vanish anna
         7s transfer c2 queue help
         7s transfer c2 queue help
         8s load anna",
        "0s offer c1 to anna until 20s
         2s c1: wrap-up with anna
         4s offer c2 to anna until 24s
         5s requeue c2: Declined
         8s anna: offline 0/100 units, 0 in hand",
    );
}

#[test]
fn a_restart_knows_everything_again() {
    check(
        "queue help
         agent anna max=webchat:1
         agent ben max=webchat:1
         agent cleo max=webchat:1
         100s restore c1 since=10s as active anna
         100s restore c2 since=20s as offered ben 105s
         100s restore c3 since=30s as wrap_up cleo 110s
         100s restore c4 since=50s as waiting
         100s restore c5 since=40s as waiting
         101s position c5
         120s tick",
        "101s c5: Some(1)
         105s rescind c2 from ben: TimedOut
         105s requeue c2: NoAnswer
         105s away ben: c2
         110s wrap-up over c3 with cleo
         110s offer c2 to cleo until 130s",
    );
}

#[test]
fn a_sync_is_the_truth() {
    check(
        "queue help
         agent anna max=webchat:1
         agent ben max=webchat:1
         0s enqueue c1
         1s sync c1 active ben
         2s sync c1 waiting
         3s sync c1 wrap_up ben 10s
         4s sync c1 ended
         5s load ben",
        "0s offer c1 to anna until 20s
         1s rescind c1 from anna: Superseded
         2s rescind c1 from ben: Superseded
         2s offer c1 to anna until 22s
         3s rescind c1 from anna: Superseded
         5s ben: online 0/100 units, 0 in hand",
    );
}

#[test]
fn a_restore_of_something_known_replaces_it() {
    check(
        "queue help
         queue sales
         agent anna max=webchat:1
         0s enqueue c1
         1s restore c1 queue=sales as waiting
         2s where c1
         2s load anna",
        "0s offer c1 to anna until 20s
         1s rescind c1 from anna: Superseded
         2s c1: waiting in sales
         2s anna: online 0/100 units, 0 in hand",
    );
}

#[test]
fn a_stranger_is_asked_for() {
    check(
        "0s accept ghost anna
         0s decline ghost anna
         0s transfer ghost queue help
         0s end ghost",
        "0s unknown ghost
         0s unknown ghost
         0s unknown ghost",
    );
}

#[test]
fn what_comes_before_its_queue_and_agent_are_known_waits_for_them() {
    check(
        "0s enqueue c1 queue=help
         1s enqueue c2 queue=help
         2s accept c2 anna
         3s queue help
         4s agent anna
         5s load anna",
        "4s offer c1 to anna until 24s
         5s anna: online 66/100 units, 2 in hand",
    );
}

#[test]
fn a_removed_queue_keeps_what_waits() {
    check(
        "queue help
         queue sales
         0s enqueue c1
         1s remove-queue help
         2s agent anna
         3s where c1
         4s transfer c1 queue sales
         5s agent ben queues=sales",
        "3s c1: waiting in help
         5s offer c1 to ben until 25s",
    );
}

#[test]
fn a_removed_agent_loses_offers_and_keeps_work_until_it_moves() {
    check(
        "queue help
         agent anna
         0s enqueue c1
         0s accept c1 anna
         1s enqueue c2
         2s remove-agent anna
         3s where c1
         4s agent ben
         5s assign c1 ben",
        "0s offer c1 to anna until 20s
         1s offer c2 to anna until 21s
         2s rescind c2 from anna: AgentUnavailable
         2s requeue c2: AgentUnavailable
         3s c1: active with anna
         4s offer c2 to ben until 24s
         5s rescind c1 from anna: Assigned",
    );
}

#[test]
fn new_settings_work_at_once() {
    check(
        "queue help
         agent anna max=webchat:1
         0s enqueue c1 needs=german:2
         1s agent anna skills=german:2
         2s enqueue c2
         3s queue help strategy=least_loaded
         4s enqueue c3 needs=french:1
         5s queue help rings=1s=",
        "1s offer c1 to anna until 21s
         2s offer c2 to anna until 22s
         5s offer c3 to anna until 25s",
    );
}

#[test]
fn a_transfer_to_an_agent_who_is_away_is_told_twice_and_done_once() {
    check(
        "queue help
         agent anna
         agent ben
         offline ben
         5s enqueue c1
         6s transfer c1 queue help agent ben
         6s transfer c1 queue help agent ben",
        "5s offer c1 to anna until 25s
         6s rescind c1 from anna: Transferred
         6s offer c1 to anna until 26s",
    );
}
