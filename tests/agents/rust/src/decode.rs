//! `decode`: the decoded form of a file.

use std::error::Error;
use std::path::Path;

use mmstats_cli::Decoded;

pub fn run(file: &Path) -> Result<(), Box<dyn Error>> {
    let reader = mmstats::open(file)?;
    println!("{}", serde_json::to_string(&Decoded::new(&reader))?);
    Ok(())
}
