//! Text from files and file names, as it can be shown to anybody: whoever may write a file
//! could otherwise clear the screen of who looks at it, or make it show something else.
//!
//! Characters that act instead of being shown are written as escapes of Python: `\n`, `\x1b`,
//! `\u202e`. Bytes of a path that are no UTF-8 are `\xff`. All other characters, backslashes
//! among them, stay as they are: a text is shown as it is unless it would act.

use std::fmt::{self, Display, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use mmstats::v1::Text;

/// A text, its control characters escaped.
#[derive(Clone, Copy, Debug)]
pub struct Escaped<'a>(pub &'a str);

impl Escaped<'_> {
    /// How many characters are shown.
    pub fn width(&self) -> usize {
        self.0.chars().map(|c| if acts(c) { Escape(c).width() } else { 1 }).sum()
    }
}

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in self.0.split_inclusive(acts) {
            let shown = run.trim_end_matches(acts);
            f.write_str(shown)?;
            run[shown.len()..].chars().try_for_each(|c| Escape(c).fmt(f))?;
        }
        Ok(())
    }
}

/// Controls, and what changes the direction or the line of the characters around it.
fn acts(c: char) -> bool {
    matches!(
        c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
            | '\u{61c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

struct Escape(char);

impl Escape {
    fn width(&self) -> usize {
        match self.0 {
            '\n' | '\r' | '\t' => 2,
            '\0'..='\x7f' => 4,
            _ => 6,
        }
    }
}

impl Display for Escape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            '\n' => f.write_str("\\n"),
            '\r' => f.write_str("\\r"),
            '\t' => f.write_str("\\t"),
            c @ '\0'..='\x7f' => write!(f, "\\x{:02x}", c as u32),
            // Two digits are for bytes that are no UTF-8.
            c => write!(f, "\\u{:04x}", c as u32),
        }
    }
}

/// A path, its control characters and the bytes that are no UTF-8 escaped.
#[derive(Clone, Copy, Debug)]
pub struct EscapedPath<'a>(pub &'a Path);

impl Display for EscapedPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.as_os_str().as_bytes().utf8_chunks() {
            Escaped(chunk.valid()).fmt(f)?;
            chunk.invalid().iter().try_for_each(|byte| write!(f, "\\x{byte:02x}"))?;
        }
        Ok(())
    }
}

/// A text of a tuple: between quotes, as Python writes it.
pub(crate) struct Quoted<'a>(pub Text<'a>);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has = |quote: char| self.0.runs().any(|run| run.contains(quote));
        let quote = if has('\'') && !has('"') { '"' } else { '\'' };
        f.write_char(quote)?;
        for c in self.0.runs().flat_map(str::chars) {
            match c {
                '\\' => f.write_str("\\\\")?,
                _ if c == quote => write!(f, "\\{c}")?,
                _ if acts(c) => Escape(c).fmt(f)?,
                _ => f.write_char(c)?,
            }
        }
        f.write_char(quote)
    }
}
