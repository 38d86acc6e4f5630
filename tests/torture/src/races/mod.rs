//! Races of readers with a writer at full rate, and of kills with creation: format 1 and format 2
//! under the same load (docs/races.md). F1-FLIP, F1-COPY-ORDER and F1-CREATE; F2-PUBLISH,
//! F2-SEQUENCED-READ, F2-COPY, F2-BUSY and F2-CREATE.

mod count;
mod creation;
mod race;
mod read;
mod v080;
mod value;
mod write;

use std::time::Duration;

use crate::run::{Outcome, Run};
use race::Race;
use read::How;
use value::Value;
use write::{Format, Load, Rate};

pub fn run(run: &mut Run) -> Outcome {
    let time = run.pick(Duration::from_millis(30), Duration::from_secs(5));
    let alone = run.pick(Duration::from_millis(10), Duration::from_secs(2));
    let folder = run.any_folder()?;
    for (value, rate) in
        Value::ALL.into_iter().flat_map(|value| Rate::ALL.map(|rate| (value, rate)))
    {
        for format in Format::ALL.into_iter().filter(|format| format.has(value)) {
            let race = Race { load: Load { format, value, rate }, folder: &folder };
            let what = format!("{}, {}, {}", value.name(), rate.name(), format.name());
            if rate == Rate::Full {
                let writes = race.without_reader(alone)?;
                run.figure(&what, format_args!("{writes} writes a second where nobody reads"));
            }
            for how in How::ALL {
                let ended = race.run(how, time)?;
                run.figure(&format!("{what}, {}", how.name()), &ended);
                ended.check(format)?;
            }
        }
    }
    creation::run(run)
}
