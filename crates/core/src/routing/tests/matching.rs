//! Who gets what: strategies, skills, capacity, order of due time.

use super::script::check;

#[test]
fn two_agents_one_chat() {
    check(
        "queue help
         1s agent ben
         2s agent anna
         5s enqueue c1
         6s accept c1 ben
         7s where c1",
        "5s offer c1 to ben until 25s
         7s c1: active with ben",
    );
}

#[test]
fn one_agent_who_comes_free_takes_what_is_due_first() {
    check(
        "queue help
         agent anna max=webchat:1
         1s enqueue c1
         2s enqueue c2
         3s enqueue c3
         4s accept c1 anna
         5s end c1",
        "1s offer c1 to anna until 21s
         5s offer c2 to anna until 25s",
    );
}

#[test]
fn longest_idle_prefers_the_idle_to_the_busy() {
    check(
        "queue help strategy=longest_idle
         0s agent anna
         0s agent ben
         1s enqueue c1
         2s accept c1 anna
         100s enqueue c2
         101s accept c2 ben
         200s end c2
         300s enqueue c3",
        "1s offer c1 to anna until 21s
         100s offer c2 to ben until 120s
         300s offer c3 to ben until 320s",
    );
}

#[test]
fn round_robin_goes_round() {
    check(
        "queue help strategy=round_robin
         agent anna
         agent ben
         agent cleo
         1s enqueue c1
         1s accept c1 anna
         1s end c1
         2s enqueue c2
         2s accept c2 ben
         2s end c2
         3s enqueue c3
         3s accept c3 cleo
         3s end c3
         4s enqueue c4",
        "1s offer c1 to anna until 21s
         2s offer c2 to ben until 22s
         3s offer c3 to cleo until 23s
         4s offer c4 to anna until 24s",
    );
}

#[test]
fn least_loaded_is_a_share_of_capacity() {
    check(
        "queue help strategy=least_loaded
         agent anna capacity=100
         agent ben capacity=200
         0s restore x as active anna
         0s restore y as active ben
         5s enqueue c1
         5s enqueue c2",
        "5s offer c1 to ben until 25s
         5s offer c2 to anna until 25s",
    );
}

#[test]
fn most_skilled_sums_what_is_required_and_nothing_else() {
    check(
        "queue help strategy=most_skilled
         agent anna skills=german:3,repair:3,golf:5
         agent ben skills=german:2,repair:5
         agent cleo skills=german:1,repair:5
         5s enqueue c1 needs=german:2,repair:1
         5s enqueue c2 needs=german:3",
        "5s offer c1 to ben until 25s
         5s offer c2 to anna until 25s",
    );
}

#[test]
fn least_cost_weighs_the_hour_against_the_pace() {
    // Anna: 60 an hour for 2 minutes is 2.0; Ben: 30 an hour for 5 minutes is 2.5.
    check(
        "queue help strategy=least_cost handling=5m
         agent ben cost=30000000
         agent anna cost=60000000 handling=webchat:2m,email:20m
         5s enqueue c1
         6s enqueue e1 channel=email",
        "5s offer c1 to anna until 25s
         6s offer e1 to ben until 26s",
    );
}

#[test]
fn ring_all_rings_everybody_who_is_free_and_the_first_takes_it() {
    check(
        "queue help strategy=ring_all
         agent anna
         agent ben
         agent cleo
         1s enqueue v1 channel=voice
         2s accept v1 ben
         3s load anna
         3s load ben",
        "1s offer v1 to anna+ben+cleo until 21s
         2s rescind v1 from anna: TakenByOther
         2s rescind v1 from cleo: TakenByOther
         3s anna: online 0/100 units, 0 in hand
         3s ben: online 100/100 units, 1 in hand",
    );
}

#[test]
fn ring_all_goes_on_without_those_who_decline() {
    check(
        "queue help strategy=ring_all cooldown=30s
         agent anna
         agent ben
         1s enqueue v1 channel=voice
         2s decline v1 anna
         3s decline v1 ben
         40s tick",
        "1s offer v1 to anna+ben until 21s
         3s requeue v1: Declined
         32s offer v1 to anna until 52s",
    );
}

#[test]
fn skills_and_languages_are_needed_at_their_level() {
    check(
        "queue help
         agent anna skills=german:2
         5s enqueue c1 needs=german:3
         6s enqueue c2 needs=french:1
         7s enqueue c3 needs=german:2
         8s agent ben skills=german:5,french:1",
        "7s offer c3 to anna until 27s
         8s offer c1 to ben until 28s
         8s offer c2 to ben until 28s",
    );
}

#[test]
fn a_contact_waits_for_their_language_as_long_as_the_queue_says() {
    check(
        "queue help language-hold=30s
         agent anna skills=german:5
         5s enqueue c1 speaks=french
         34s tick
         36s tick",
        "35s offer c1 to anna until 55s",
    );
}

#[test]
fn a_language_is_required_besides_what_the_rings_require() {
    check(
        "queue help language-hold=60s rings=0s=billing:3|20s=
         agent anna skills=billing:4
         agent ben skills=french:1
         5s enqueue c1 speaks=french
         30s tick",
        "25s offer c1 to ben until 45s",
    );
}

#[test]
fn a_language_that_is_required_anyway_keeps_its_level() {
    check(
        "queue help language-hold=60s rings=0s=french:3
         agent anna skills=french:2
         5s enqueue c1 speaks=french
         6s agent ben skills=french:3",
        "6s offer c1 to ben until 26s",
    );
}

#[test]
fn a_queue_may_not_ask_for_the_language() {
    check(
        "queue help language-hold=0s
         agent anna
         5s enqueue c1 speaks=french",
        "5s offer c1 to anna until 25s",
    );
}

#[test]
fn nobody_gets_what_is_in_another_queue() {
    check(
        "queue help
         queue sales
         agent anna queues=sales
         5s enqueue c1
         6s enqueue c2 queue=sales",
        "6s offer c2 to anna until 26s",
    );
}

#[test]
fn capacity_is_shared_by_all_channels() {
    // Of 100 units a chat costs 33 and a text 20.
    check(
        "queue help
         agent anna
         1s enqueue c1
         1s enqueue c2
         1s enqueue s1 channel=sms
         1s enqueue s2 channel=sms
         1s load anna
         1s accept c1 anna
         1s accept c2 anna
         1s accept s1 anna
         2s end c2",
        "1s offer c1 to anna until 21s
         1s offer c2 to anna until 21s
         1s offer s1 to anna until 21s
         1s anna: online 86/100 units, 3 in hand
         2s offer s2 to anna until 22s",
    );
}

#[test]
fn an_agent_may_have_a_limit_for_a_channel() {
    check(
        "queue help
         agent anna max=webchat:1,forum:0
         1s enqueue c1
         1s enqueue f1 channel=forum
         1s enqueue c2
         1s enqueue s1 channel=sms",
        "1s offer c1 to anna until 21s
         1s offer s1 to anna until 21s",
    );
}

#[test]
fn a_call_reaches_an_agent_who_writes_e_mails_but_not_the_other_way_round() {
    check(
        "queue help
         agent anna
         1s enqueue e1 channel=email
         1s enqueue e2 channel=email
         1s accept e1 anna
         1s accept e2 anna
         2s enqueue v1 channel=voice
         2s accept v1 anna
         3s enqueue e3 channel=email
         4s end v1",
        "1s offer e1 to anna until 21s
         1s offer e2 to anna until 21s
         2s offer v1 to anna until 22s
         4s offer e3 to anna until 24s",
    );
}

#[test]
fn what_a_call_interrupts_is_a_setting() {
    check(
        "queue help
         policy interrupts=voice:none
         agent anna
         1s enqueue e1 channel=email
         1s accept e1 anna
         2s enqueue v1 channel=voice
         3s policy interrupts=voice:email",
        "1s offer e1 to anna until 21s
         3s offer v1 to anna until 23s",
    );
}

#[test]
fn a_priority_is_worth_time_and_no_more() {
    // Each level is a minute: 7 comes 120 s before its time, so it passes c2 but not c1.
    check(
        "queue help
         policy step=1m
         agent anna max=webchat:1
         0s enqueue c0
         0s accept c0 anna
         10s enqueue c1
         100s enqueue c2
         140s enqueue c3 priority=7
         141s position c3
         150s end c0
         151s accept c1 anna
         152s end c1",
        "0s offer c0 to anna until 20s
         141s c3: Some(2)
         150s offer c1 to anna until 170s
         152s offer c3 to anna until 172s",
    );
}

#[test]
fn a_changed_priority_moves_it() {
    check(
        "queue help
         agent anna max=webchat:1
         0s enqueue c0
         0s accept c0 anna
         10s enqueue c1
         11s enqueue c2
         12s priority c2 6
         13s end c0",
        "0s offer c0 to anna until 20s
         13s offer c2 to anna until 33s",
    );
}

#[test]
fn across_queues_what_is_due_first_by_its_queue_s_target_comes_first() {
    check(
        "queue patient target=10m
         queue urgent target=10s
         agent anna queues=patient,urgent max=webchat:1
         0s enqueue c0 queue=urgent
         0s accept c0 anna
         1s enqueue slow1 queue=patient
         60s enqueue fast1 queue=urgent
         61s end c0
         62s accept fast1 anna
         600s enqueue fast2 queue=urgent
         601s end fast1",
        "0s offer c0 to anna until 20s
         61s offer fast1 to anna until 81s
         601s offer slow1 to anna until 621s",
    );
}
