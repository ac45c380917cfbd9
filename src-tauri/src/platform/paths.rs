//! Where the workspace lies.

use std::{fs, io, path::PathBuf};

/// The folder that `FELTMAPPEN_HOME` names, made if it is missing; `None` when the system's own folder applies.
pub(crate) fn chosen_home() -> io::Result<Option<PathBuf>> {
    match std::env::var_os("FELTMAPPEN_HOME") {
        Some(home) if !home.is_empty() => make_private(PathBuf::from(home)).and_then(fs::canonicalize).map(Some),
        _ => Ok(None),
    }
}

/// Makes the folder, for this user alone.
pub(crate) fn make_private(dir: PathBuf) -> io::Result<PathBuf> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&dir)?;
    Ok(dir)
}
