//! What include/mmstats.h declares. It is generated, so that it is in one style: declarations start
//! at the start of a line, their members four columns in.

use std::fs;
use std::path::{Path, PathBuf};

/// A function.
pub struct Function {
    pub name: String,
    /// Whether a doc comment ends on the line before.
    pub documented: bool,
}

/// An enum, a struct or a union, with its constants or fields.
pub struct Type {
    pub name: String,
    pub is_enum: bool,
    pub members: Vec<String>,
}

pub fn include_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../include")
}

fn lines() -> Vec<String> {
    let header = fs::read_to_string(include_folder().join("mmstats.h")).expect("mmstats.h");
    header.lines().map(str::to_owned).collect()
}

/// The identifier at the end of a text.
fn last_word(text: &str) -> Option<&str> {
    text.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_').find(|word| !word.is_empty())
}

/// Every function of the library. Those that are `static inline` are the header's own.
pub fn functions() -> Vec<Function> {
    let lines = lines();
    let pairs = lines.windows(2).filter_map(|pair| {
        let (before, line) = (&pair[0], &pair[1]);
        let starts = line.starts_with(|c: char| c.is_ascii_alphabetic());
        let other = ["typedef", "static", "extern"].iter().any(|word| line.starts_with(word));
        let (declared, _) = line.split_once('(').filter(|_| starts && !other)?;
        let name = last_word(declared)?.to_owned();
        Some(Function { name, documented: before.trim() == "*/" })
    });
    let functions: Vec<_> = pairs.collect();
    assert!(!functions.is_empty(), "mmstats.h declares functions");
    functions
}

/// The constant data of the library, `extern const type name[length];`.
pub fn data() -> Vec<String> {
    let lines = lines();
    let declared = lines.iter().filter_map(|line| line.strip_prefix("extern const "));
    let names = declared.filter_map(|rest| last_word(rest.split_once('[')?.0));
    names.map(str::to_owned).collect()
}

/// Every type whose members it shows.
pub fn types() -> Vec<Type> {
    let mut types: Vec<Type> = Vec::new();
    let mut open = false;
    for line in lines() {
        let opening = line.strip_prefix("typedef ").and_then(|rest| rest.strip_suffix(" {"));
        if let Some((kind, name)) = opening.and_then(|opening| opening.split_once(' ')) {
            types.push(Type {
                name: name.to_owned(),
                is_enum: kind == "enum",
                members: Vec::new(),
            });
            open = true;
        } else if line.starts_with('}') {
            open = false;
        } else if let (true, Some(open)) = (open, types.last_mut()) {
            open.members.extend(member(&line, open.is_enum).map(str::to_owned));
        }
    }
    assert!(types.iter().all(|declared| !declared.members.is_empty()), "each has members");
    types
}

/// `    NAME = number,` of an enum, `    type name;` or `    type name[length];` of others.
fn member(line: &str, is_enum: bool) -> Option<&str> {
    if is_enum {
        let (name, _) = line.trim().split_once(" = ")?;
        return last_word(name);
    }
    let declared = line.strip_suffix(';').filter(|line| !line.trim().starts_with('*'))?;
    last_word(declared.split_once('[').map_or(declared, |(declared, _)| declared))
}

/// Every constant that it defines.
pub fn constants() -> Vec<String> {
    let lines = lines();
    let defined = lines.iter().filter_map(|line| line.strip_prefix("#define "));
    let with_number = defined.filter_map(|rest| {
        let (name, value) = rest.split_once(' ')?;
        value.starts_with(|c: char| c.is_ascii_digit()).then(|| name.to_owned())
    });
    with_number.collect()
}
