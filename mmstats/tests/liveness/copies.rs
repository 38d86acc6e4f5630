//! Files whose lock isn't seen: a copy stands for one that is looked at through another mount (3 to
//! 7 of F2-LIVENESS).

use std::ops::Range;

use mmstats::Liveness;
use mmstats::format::layout::header;

use crate::publisher::Publisher;

const CREATED: Range<usize> = header::CREATED..header::CREATED + 8;
const BOOT_ID: Range<usize> = header::BOOT_ID..header::BOOT_ID + 16;
const PID_NAMESPACE: Range<usize> = header::PID_NAMESPACE..header::PID_NAMESPACE + 8;
const START: Range<usize> = header::START..header::START + 8;
const PID: Range<usize> = header::PID..header::PID + 8;

/// What is said of a copy with a changed part.
fn with(publisher: &Publisher, part: Range<usize>, change: impl Fn(&mut [u8])) -> Liveness {
    publisher.copy(|bytes| change(&mut bytes[part])).writer()
}

fn other(part: &mut [u8]) {
    part[0] ^= 1;
}

fn zero(part: &mut [u8]) {
    part.fill(0);
}

/// 7: by its process.
#[test]
fn a_copy_lives_as_long_as_the_process() {
    let mut publisher = Publisher::start();
    let copy = publisher.copy(|_| ());
    assert_eq!(copy.writer(), Liveness::Alive);
    publisher.kill();
    assert_eq!(copy.writer(), Liveness::Dead);
}

/// 4: on a file system that is this machine's own, from before it was started.
#[test]
fn a_file_of_an_earlier_boot_is_dead() {
    let publisher = Publisher::start();
    let earlier = publisher.copy(|bytes| {
        other(&mut bytes[BOOT_ID]);
        zero(&mut bytes[CREATED]);
    });
    assert_eq!(earlier.writer(), Liveness::Dead);
    // A container has a boot id of its own, on the same system.
    assert_eq!(with(&publisher, BOOT_ID, other), Liveness::Unknown);
    // Whatever else it says.
    let everything = publisher.copy(|bytes| {
        other(&mut bytes[BOOT_ID]);
        zero(&mut bytes[CREATED]);
        [PID, START, PID_NAMESPACE].into_iter().for_each(|part| zero(&mut bytes[part]));
    });
    assert_eq!(everything.writer(), Liveness::Dead);
}

/// 4.
#[test]
fn without_boot_or_pid_namespace_nobody_can_say() {
    let mut publisher = Publisher::start();
    let answers = |publisher: &Publisher| {
        [
            with(publisher, BOOT_ID, zero),
            with(publisher, PID_NAMESPACE, zero),
            with(publisher, PID_NAMESPACE, other),
        ]
    };
    assert_eq!(answers(&publisher), [Liveness::Unknown; 3]);
    publisher.kill();
    assert_eq!(answers(&publisher), [Liveness::Unknown; 3]);
}

/// 6.
#[test]
fn without_a_start_time_any_process_of_that_id_may_be_it() {
    let mut publisher = Publisher::start();
    let copy = publisher.copy(|bytes| zero(&mut bytes[START]));
    assert_eq!(copy.writer(), Liveness::Unknown);
    publisher.kill();
    assert_eq!(copy.writer(), Liveness::Dead);
}

/// 7.
#[test]
fn another_start_time_is_another_process() {
    let publisher = Publisher::start();
    assert_eq!(with(&publisher, START, other), Liveness::Dead);
}

/// Numbers that no process has: a hostile file, or one that doesn't say.
#[test]
fn what_is_no_process_id_says_nothing() {
    let publisher = Publisher::start();
    for pid in [0, 1 << 31, (1 << 32) + u64::from(publisher.pid()), u64::MAX] {
        let put = |part: &mut [u8]| part.copy_from_slice(&pid.to_le_bytes());
        assert_eq!(with(&publisher, PID, put), Liveness::Unknown, "{pid}");
    }
}

/// 1.
#[test]
fn a_copy_of_a_closed_file_is_dead() {
    let mut publisher = Publisher::start();
    publisher.order("close");
    let copy = publisher.copy(|bytes| {
        [BOOT_ID, PID_NAMESPACE].into_iter().for_each(|part| zero(&mut bytes[part]));
    });
    assert_eq!(copy.writer(), Liveness::Dead);
}
