//! Names of series: `name{key="value"}`, and a component behind it.

use std::fmt::{self, Display, Write as _};
use std::io::{self, Read, Write};

use mmstats_cli::Escaped;

pub(super) struct Name<'a, L> {
    pub(super) name: &'a str,
    /// Keys and values.
    pub(super) labels: L,
    /// Of a struct.
    pub(super) component: Option<&'a str>,
}

impl<'a, L: Iterator<Item = (&'a str, &'a str)> + Clone> Display for Name<'a, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Escaped(self.name).fmt(f)?;
        let mut opened = false;
        for (key, value) in self.labels.clone() {
            f.write_str(if opened { "," } else { "{" })?;
            opened = true;
            write!(f, "{}={}", Escaped(key), Quoted(value))?;
        }
        if opened {
            f.write_char('}')?;
        }
        match self.component {
            Some(component) => write!(f, ".{}", Escaped(component)),
            None => Ok(()),
        }
    }
}

/// A label's value between quotes.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for run in self.0.split_inclusive(['"', '\\']) {
            match run.strip_suffix(['"', '\\']) {
                Some(plain) => write!(f, "{}\\{}", Escaped(plain), &run[plain.len()..])?,
                None => Escaped(run).fmt(f)?,
            }
        }
        f.write_char('"')
    }
}

/// How many characters something takes.
pub(super) fn width(shown: &impl Display) -> usize {
    struct Count(usize);
    impl fmt::Write for Count {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.chars().count();
            Ok(())
        }
    }
    let mut count = Count(0);
    // Counting never fails.
    let _ = write!(count, "{shown}");
    count.0
}

/// Prints a name in a column. (It can be wider than what a format's width can say.)
pub(super) fn print(name: &impl Display, longest: usize, out: &mut impl Write) -> io::Result<()> {
    write!(out, "  {name}")?;
    io::copy(&mut io::repeat(b' ').take((longest - width(name)) as u64), out).map(drop)
}
