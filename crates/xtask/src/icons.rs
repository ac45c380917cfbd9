//! `cargo xtask icons`: the app's icon in every size and container, from one drawing.

use std::{path::Path, process::Command};

use crate::{
    Outcome,
    process::{Project, on_path, write},
};

const DRAWING: &str = "feltmappen.svg";
/// PNG files, by side in pixels.
const PNGS: &[(&str, u32)] = &[("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)];
/// Windows: sides in one ICO.
const ICO: &[u32] = &[16, 24, 32, 48, 64, 256];
/// macOS: chunk types of an ICNS with their sides.
const ICNS: &[(&[u8; 4], u32)] =
    &[(b"icp4", 16), (b"icp5", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512), (b"ic10", 1024)];

/// Renders everything.
pub fn command(project: &Project) -> Outcome {
    if !on_path("rsvg-convert") {
        return Err("rsvg-convert is needed to render the icons (Debian: librsvg2-bin).".to_owned());
    }
    let folder = project.root.join("icons");
    for (name, side) in PNGS {
        write(&folder.join(name), render(&folder, *side)?)?;
    }
    let ico: Vec<(u32, Vec<u8>)> =
        ICO.iter().map(|side| Ok((*side, render(&folder, *side)?))).collect::<Outcome<_>>()?;
    write(&folder.join("icon.ico"), ico_file(&ico))?;
    let icns: Vec<(&[u8; 4], Vec<u8>)> =
        ICNS.iter().map(|(kind, side)| Ok((*kind, render(&folder, *side)?))).collect::<Outcome<_>>()?;
    write(&folder.join("icon.icns"), icns_file(&icns))
}

fn render(folder: &Path, side: u32) -> Outcome<Vec<u8>> {
    let side = side.to_string();
    let output = Command::new("rsvg-convert")
        .args(["--width", &side, "--height", &side])
        .arg(folder.join(DRAWING))
        .output()
        .map_err(|error| format!("rsvg-convert cannot be started: {error}."))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("{DRAWING} cannot be rendered.")) }
}

/// An ICO: a directory of entries, each a PNG.
fn ico_file(pictures: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(pictures.len()).unwrap_or_default();
    let mut file = vec![0, 0, 1, 0];
    file.extend(count.to_le_bytes());
    let mut offset = 6 + 16 * u32::from(count);
    for (side, png) in pictures {
        let side = u8::try_from(*side).unwrap_or(0); // 0 stands for 256
        let length = u32::try_from(png.len()).unwrap_or_default();
        file.extend([side, side, 0, 0, 1, 0, 32, 0]);
        file.extend(length.to_le_bytes());
        file.extend(offset.to_le_bytes());
        offset += length;
    }
    pictures.iter().for_each(|(_, png)| file.extend(png));
    file
}

/// An ICNS: chunks of type, length and a PNG.
fn icns_file(pictures: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len() + 8).unwrap_or_default();
        [kind.as_slice(), &length.to_be_bytes(), content].concat()
    };
    let chunks: Vec<u8> = pictures.iter().flat_map(|(kind, png)| chunk(kind, png)).collect();
    chunk(b"icns", &chunks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_point_at_their_pictures() {
        let ico = ico_file(&[(16, vec![1, 2, 3]), (256, vec![4, 5])]);
        assert_eq!(&ico[..6], [0, 0, 1, 0, 2, 0]);
        assert_eq!(ico[6], 16);
        assert_eq!(ico[22], 0, "256 is written as 0");
        let second = u32::from_le_bytes(ico[34..38].try_into().unwrap()) as usize;
        assert_eq!(&ico[second..], [4, 5]);
        let icns = icns_file(&[(b"icp4", vec![9])]);
        assert_eq!(icns, [b"icns".as_slice(), &[0, 0, 0, 17], b"icp4", &[0, 0, 0, 9], &[9]].concat());
    }
}
