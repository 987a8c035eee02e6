//! Opening hours of queues. Time 0 is a Thursday, midnight UTC.

use super::script::check;

#[test]
fn a_closed_queue_offers_nothing_until_it_opens() {
    check(
        "queue help thursday=00:10-00:20
         agent anna max=webchat:1
         0s enqueue c1
         1s board help
         601s accept c1 anna
         1300s enqueue c2
         1301s end c1",
        "1s help: open=false waiting=1 longest=0s online=1 free=1
         600s offer c1 to anna until 620s",
    );
}

#[test]
fn while_it_is_closed_another_queue_may_stand_in() {
    check(
        "queue help thursday=00:10-00:20 when-closed=night
         queue night
         agent ben queues=night
         0s enqueue c1
         700s enqueue c2
         1200s tick",
        "0s overflow c1 from help to night: Closed
         0s offer c1 to ben until 20s
         20s rescind c1 from ben: TimedOut
         20s requeue c1: NoAnswer
         20s away ben: c1
         1200s overflow c2 from help to night: Closed",
    );
}

#[test]
fn it_goes_there_when_that_one_opens() {
    check(
        "queue night thursday=00:05-00:20
         queue help thursday=00:10-00:20 when-closed=night
         agent ben queues=night
         0s enqueue c1
         310s tick",
        "300s overflow c1 from help to night: Closed
         300s offer c1 to ben until 320s",
    );
}

#[test]
fn two_closed_queues_that_stand_in_for_each_other_wait_for_the_morning() {
    check(
        "queue a thursday=01:00-02:00 when-closed=b
         queue b thursday=01:00-02:00 when-closed=a
         0s enqueue c1 queue=a
         10s where c1",
        "10s c1: waiting in a",
    );
}

#[test]
fn it_does_not_go_to_a_queue_that_closes_in_the_same_instant() {
    check(
        "queue a thursday=00:00-00:10 when-closed=b
         queue b thursday=00:00-00:10
         0s enqueue c1 queue=a
         601s where c1",
        "601s c1: waiting in a",
    );
}
