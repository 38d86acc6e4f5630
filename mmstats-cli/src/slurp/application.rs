//! `mmstats slurp --app`: the files of many processes as one.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mmstats::application::Application;
use mmstats::escape_glob;
use mmstats_cli::{DecodedTotals, Escaped};

use super::totals;
use crate::complaint::complain;

/// Shows the application of that name, with its files among those.
pub(super) fn show(
    name: &str,
    files: &[PathBuf],
    json: bool,
    out: &mut impl Write,
) -> io::Result<ExitCode> {
    let mut application = Application::new(name);
    if !files.is_empty() {
        application = application.globs(files.iter().map(|file| pattern(file)));
    }
    let totals = match application.look() {
        Ok(totals) => totals,
        Err(error) => {
            complain(format_args!("mmstats: {}", Escaped(&error.to_string())));
            return Ok(ExitCode::from(2));
        }
    };
    for problem in totals.problems() {
        complain(Escaped(&problem.to_string()));
    }
    if totals.files().is_empty() {
        complain(format_args!(
            "mmstats: no files of an application {:?}: 'mmstats doctor {}' says why",
            name,
            Escaped(name)
        ));
    }
    if json {
        serde_json::to_writer(&mut *out, &DecodedTotals::new(name, totals))?;
        out.write_all(b"\n")?;
    } else if !totals.files().is_empty() {
        totals::print(name, totals, out)?;
    }
    let whole = totals.problems().is_empty();
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What finds a file, the files of a folder, or what a glob finds.
fn pattern(argument: &Path) -> OsString {
    if argument.is_dir() {
        escape_glob(argument).join("*.mmstats").into()
    } else if argument.symlink_metadata().is_ok() {
        escape_glob(argument).into()
    } else {
        argument.into()
    }
}
