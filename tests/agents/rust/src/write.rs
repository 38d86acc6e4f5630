//! `write`: leaves the file that a scenario says.

use std::collections::HashMap;
use std::error::Error;
use std::io;
use std::path::Path;

use mmstats::v1::{Options, Writer};

use crate::field::declare;
use crate::scenario::Scenario;
use crate::write2;

pub fn run(file: &Path) -> Result<(), Box<dyn Error>> {
    let lines = io::read_to_string(io::stdin())?;
    if lines.starts_with("format\t2\n") {
        return write2::run(file, &lines);
    }
    let scenario = Scenario::parse(&lines)?;
    let mut writer = options(file)?
        .label_prefix(&scenario.label_prefix)
        .system_fields(scenario.system_fields)
        .build()?;
    let mut fields = HashMap::new();
    for field in &scenario.fields {
        fields.insert(&field.label, declare(&mut writer, field)?);
    }
    writer.create_file()?;
    for step in &scenario.steps {
        let write = fields.get_mut(&step.label).ok_or("a step of a field that isn't there")?;
        write(&step.operation, &step.values)?;
    }
    Ok(())
}

/// Options of a writer whose file has exactly that path.
pub fn options(file: &Path) -> Result<Options, Box<dyn Error>> {
    let name = file.file_name().and_then(|name| name.to_str()).ok_or("a file name in UTF-8")?;
    let template = name.replace('{', "{{").replace('}', "}}");
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok(Writer::options("agent").path(folder.unwrap_or(Path::new("."))).filename(template))
}
