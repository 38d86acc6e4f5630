//! One handle of each kind, and a write through all of them.

use std::path::Path;

use mmstats::v1::{
    Average, Counter, Field, MovingAverage, TextField, Timer, TupleField, Value, Writer,
};

pub struct Handles {
    counter: Counter,
    float: Field<f64>,
    byte: Field<u8>,
    flag: Field<bool>,
    word: TextField,
    tuple: TupleField,
    average: Average,
    moving: MovingAverage,
    timer: Timer,
}

impl Handles {
    /// Of a writer whose file is `test.mmstats` in the folder.
    pub fn new(folder: &Path) -> Handles {
        let options = Writer::options("test").path(folder).filename("test.mmstats");
        let mut writer = options.build().expect("a writer");
        let handles = Handles {
            counter: writer.counter("counter").expect("a field"),
            float: writer.field("float", 0.0).expect("a field"),
            byte: writer.field("byte", 0).expect("a field"),
            flag: writer.field("flag", false).expect("a field"),
            word: writer.text("word", 16).expect("a field"),
            tuple: writer.tuple_of("tuple", "Qd7s").expect("a field"),
            average: writer.average("average").expect("a field"),
            moving: writer.moving_average("moving", 4).expect("a field"),
            timer: writer.timer("timer", 4).expect("a field"),
        };
        writer.create_file().expect("a file");
        handles
    }

    /// Writes through each. Says whether all of them took it; a panic would allocate.
    pub fn write(&mut self, n: u64) -> bool {
        self.counter.inc();
        self.float.set(n as f64);
        self.byte.set(n as u8);
        self.flag.set(n % 2 == 1);
        self.word.set(if n % 2 == 1 { "odd" } else { "even, and longer" });
        let text = Value::Text(mmstats::v1::Text::new("größer".as_bytes()));
        let set = self.tuple.set(&[Value::U64(n), Value::F64(0.5), text]);
        self.tuple.set_bytes(&n.to_le_bytes());
        self.average.add(n as f64);
        self.moving.add(n as f64);
        self.timer.observe_seconds(n as f64);
        set.is_ok() && self.counter.get() == n && self.float.get() == n as f64
    }
}
