//! An offer's ways: no answer, declined, taken back; wrap-up after it.

use super::script::check;

#[test]
fn no_answer_puts_it_back_in_its_old_place_and_the_agent_away() {
    check(
        "queue help ring-for=20s
         agent anna max=webchat:1
         0s enqueue c1
         5s enqueue c2
         20s load anna
         21s position c1
         30s agent ben max=webchat:1",
        "0s offer c1 to anna until 20s
         20s rescind c1 from anna: TimedOut
         20s requeue c1: NoAnswer
         20s away anna: c1
         20s anna: away 0/100 units, 0 in hand
         21s c1: Some(1)
         30s offer c1 to ben until 50s",
    );
}

#[test]
fn the_next_agent_is_asked_at_once() {
    check(
        "queue help
         agent anna
         agent ben
         0s enqueue c1
         20s tick",
        "0s offer c1 to anna until 20s
         20s rescind c1 from anna: TimedOut
         20s requeue c1: NoAnswer
         20s away anna: c1
         20s offer c1 to ben until 40s",
    );
}

#[test]
fn an_agent_who_is_set_away_loses_the_other_offers_too() {
    check(
        "queue help
         agent anna
         0s enqueue c1
         5s enqueue c2
         20s tick",
        "0s offer c1 to anna until 20s
         5s offer c2 to anna until 25s
         20s rescind c1 from anna: TimedOut
         20s requeue c1: NoAnswer
         20s away anna: c1
         20s rescind c2 from anna: AgentUnavailable
         20s requeue c2: AgentUnavailable",
    );
}

#[test]
fn when_all_ring_in_vain_nobody_is_away_and_they_ring_again() {
    check(
        "queue help strategy=ring_all
         agent anna
         agent ben
         0s enqueue v1 channel=voice
         20s tick",
        "0s offer v1 to anna+ben until 20s
         20s rescind v1 from anna: TimedOut
         20s rescind v1 from ben: TimedOut
         20s requeue v1: NoAnswer
         20s offer v1 to anna+ben until 40s",
    );
}

#[test]
fn an_acceptance_in_the_last_moment_counts() {
    check(
        "queue help ring-for=20s
         agent anna
         0s enqueue c1
         19s accept c1 anna
         60s where c1",
        "0s offer c1 to anna until 20s
         60s c1: active with anna",
    );
}

#[test]
fn who_declines_is_left_alone_with_it_for_a_while_even_if_nobody_else_is_there() {
    check(
        "queue help cooldown=45s
         agent anna max=webchat:1
         0s enqueue c1
         1s enqueue c2
         2s decline c1 anna
         3s accept c2 anna
         4s end c2
         60s tick",
        "0s offer c1 to anna until 20s
         2s requeue c1: Declined
         2s offer c2 to anna until 22s
         47s offer c1 to anna until 67s",
    );
}

#[test]
fn who_declines_loses_the_preference() {
    check(
        "queue help hold=5m
         agent anna
         agent ben
         0s enqueue c1 prefers=anna
         1s decline c1 anna",
        "0s offer c1 to anna until 20s
         1s requeue c1: Declined
         1s offer c1 to ben until 21s",
    );
}

#[test]
fn going_away_takes_offers_back_and_keeps_work() {
    check(
        "queue help
         agent anna
         0s enqueue c1
         1s accept c1 anna
         2s enqueue c2
         3s away anna
         4s where c1
         5s enqueue c3
         6s online anna",
        "0s offer c1 to anna until 20s
         2s offer c2 to anna until 22s
         3s rescind c2 from anna: AgentUnavailable
         3s requeue c2: AgentUnavailable
         4s c1: active with anna
         6s offer c2 to anna until 26s
         6s offer c3 to anna until 26s",
    );
}

#[test]
fn who_vanishes_gives_the_work_back_but_keeps_the_e_mails() {
    check(
        "queue help
         agent anna
         0s enqueue e1 channel=email
         0s accept e1 anna
         1s enqueue c1
         1s accept c1 anna
         2s enqueue c2 prefers=anna
         3s agent ben
         4s vanish anna
         5s where e1
         5s load anna",
        "0s offer e1 to anna until 20s
         1s offer c1 to anna until 21s
         2s offer c2 to anna until 22s
         4s rescind c2 from anna: AgentVanished
         4s requeue c2: AgentVanished
         4s rescind c1 from anna: AgentVanished
         4s requeue c1: AgentVanished
         4s offer c1 to ben until 24s
         4s offer c2 to ben until 24s
         5s e1: active with anna
         5s anna: offline 33/100 units, 1 in hand",
    );
}

#[test]
fn wrap_up_holds_capacity_until_it_ends() {
    check(
        "queue help wrap-up=60s
         agent anna max=webchat:1
         0s enqueue c1
         1s accept c1 anna
         2s enqueue c2
         3s wrap c1 anna
         4s where c1
         10s end c1",
        "0s offer c1 to anna until 20s
         4s c1: wrap-up with anna
         10s offer c2 to anna until 30s",
    );
}

#[test]
fn or_until_its_longest_time_has_passed() {
    check(
        "queue help wrap-up=60s
         agent anna max=webchat:1
         0s enqueue c1
         1s accept c1 anna
         2s enqueue c2
         3s wrap c1 anna
         70s where c1",
        "0s offer c1 to anna until 20s
         63s wrap-up over c1 with anna
         63s offer c2 to anna until 83s
         70s c1: nowhere",
    );
}

#[test]
fn a_customer_who_leaves_stops_the_ringing() {
    check(
        "queue help
         agent anna max=webchat:1
         0s enqueue c1
         1s enqueue c2
         2s end c1
         3s end c2
         3s load anna",
        "0s offer c1 to anna until 20s
         2s rescind c1 from anna: Ended
         2s offer c2 to anna until 22s
         3s rescind c2 from anna: Ended
         3s anna: online 0/100 units, 0 in hand",
    );
}

#[test]
fn an_offer_that_the_store_refused_is_void() {
    check(
        "queue help cooldown=30s
         agent anna
         agent ben
         0s enqueue c1
         1s refuse
         2s refuse
         30s where c1
         31s tick",
        "0s offer c1 to anna until 20s
         1s offer c1 to ben until 21s
         30s c1: waiting in help
         31s offer c1 to anna until 51s",
    );
}

#[test]
fn a_transfer_to_a_queue_keeps_the_age_and_does_not_come_straight_back() {
    check(
        "queue help
         queue sales
         agent anna queues=help,sales max=webchat:1
         0s enqueue c1
         1s accept c1 anna
         50s transfer c1 queue sales
         51s agent ben queues=sales
         52s where c1",
        "0s offer c1 to anna until 20s
         50s rescind c1 from anna: Transferred
         51s offer c1 to ben until 71s
         52s c1: offered to ben",
    );
}

#[test]
fn a_transfer_to_an_agent_waits_for_that_agent_whatever_the_skills() {
    check(
        "queue help transfer-hold=60s
         queue sales
         agent anna max=webchat:1
         agent ben
         agent cleo queues=sales max=webchat:1
         0s restore x queue=sales as active cleo
         0s enqueue c1 needs=german:1
         0s assign c1 anna
         5s transfer c1 agent cleo
         10s end x",
        "5s rescind c1 from anna: Transferred
         10s offer c1 to cleo until 30s",
    );
}

#[test]
fn an_agent_who_cannot_be_reached_leaves_it_to_the_queue() {
    check(
        "queue help transfer-hold=60s cooldown=2m
         queue sales
         agent anna
         agent cleo queues=sales max=webchat:1
         0s restore x queue=sales as active cleo
         0s enqueue c1
         0s accept c1 anna
         5s agent ben
         5s transfer c1 agent cleo
         70s tick",
        "0s offer c1 to anna until 20s
         5s rescind c1 from anna: Transferred
         65s offer c1 to ben until 85s",
    );
}

#[test]
fn a_transfer_may_name_a_queue_and_an_agent_at_once() {
    check(
        "queue help
         queue sales transfer-hold=60s
         agent anna
         agent ben queues=sales max=webchat:1
         agent cleo queues=sales max=webchat:1
         0s restore x queue=sales as active cleo
         0s enqueue c1
         0s accept c1 anna
         5s transfer c1 queue sales agent cleo
         10s end x",
        "0s offer c1 to anna until 20s
         5s rescind c1 from anna: Transferred
         10s offer c1 to cleo until 30s",
    );
}

#[test]
fn a_refused_offer_is_known_by_its_agents_in_any_order() {
    // The store names the agents of the offer in an order of its own.
    check(
        "queue help strategy=ring_all cooldown=30s
         agent anna
         agent ben
         0s away anna
         1s online anna
         2s enqueue v1 channel=voice
         3s sync v1 offered anna+ben 22s
         4s refuse
         5s where v1",
        "2s offer v1 to ben+anna until 22s
         5s v1: waiting in help",
    );
}

#[test]
fn who_accepts_among_several_is_busy_since_it_rang() {
    // Ben's call rang at 1 s, Anna's chat at 2 s: of the two, Ben is longer without more work.
    check(
        "queue help strategy=ring_all
         queue sales
         agent anna queues=help,sales capacity=300
         agent ben queues=help,sales capacity=300
         agent cleo queues=help
         1s away anna
         1s enqueue v1 channel=voice
         2s online anna
         2s enqueue c1 queue=sales
         3s accept c1 anna
         4s accept v1 ben
         5s enqueue c2 queue=sales",
        "1s offer v1 to ben+cleo until 21s
         2s offer c1 to anna until 22s
         4s rescind v1 from cleo: TakenByOther
         5s offer c2 to ben until 25s",
    );
}
