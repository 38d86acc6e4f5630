//! `live-write`: writes all the time, until standard input ends.

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use mmstats::v1::Value;

use crate::write::options;

pub fn run(file: &Path) -> Result<(), Box<dyn Error>> {
    let mut writer = options(file)?.build()?;
    let requests = writer.counter("requests")?;
    let both = writer.tuple_of("requests.and.work", "QQ")?;
    let load = writer.field("load", 0.0_f64)?;
    let level = writer.field("level", 0_i32)?;
    let odd = writer.field("odd", false)?;
    let word = writer.text("word", 16)?;
    writer.create_file()?;
    println!("ready");

    let input_ended = watch_input();
    let mut n = 0;
    while !input_ended.load(Ordering::Relaxed) {
        n += 1;
        requests.inc();
        both.set(&[Value::U64(n), Value::U64(3 * n)])?;
        load.set(n as f64 / 2.0);
        level.set(-i32::try_from(n % 1_000_000)?);
        odd.set(n % 2 == 1);
        word.set(&n.to_string());
        thread::sleep(Duration::from_micros(50));
    }
    println!("wrote {n}");
    Ok(())
}

pub fn watch_input() -> Arc<AtomicBool> {
    let ended = Arc::new(AtomicBool::new(false));
    let says = Arc::clone(&ended);
    thread::spawn(move || {
        // Whether it ends well or not, there is no more of it.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        says.store(true, Ordering::Relaxed);
    });
    ended
}
