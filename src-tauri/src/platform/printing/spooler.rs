//! Printers on Windows. Few of them take a PDF as it is, so Windows' own reader draws the pages in memory, and the printer's
//! driver gets pictures of them: every printer can do that, and the spool is the only place where they lie.
//!
//! Written for Windows, not proven there.
#![allow(unsafe_code, reason = "the print system's own functions; nothing outlives the call that it is handed to")]

use feltmappen_app::{NotPrinted, PrintJob, Printing, api::Printer};
use windows::{
    Data::Pdf::{PdfDocument, PdfPage, PdfPageRenderOptions},
    Graphics::Imaging::{
        BitmapAlphaMode, BitmapDecoder, BitmapPixelFormat, BitmapTransform, ColorManagementMode, ExifOrientationMode,
    },
    Storage::Streams::{DataWriter, InMemoryRandomAccessStream},
    Win32::{
        Graphics::{
            Gdi::{
                BI_RGB, BITMAPINFO, BITMAPINFOHEADER, CreateDCW, DIB_RGB_COLORS, DeleteDC, GET_DEVICE_CAPS_INDEX,
                GetDeviceCaps, HDC, LOGPIXELSX, PHYSICALOFFSETX, PHYSICALOFFSETY, SRCCOPY, StretchDIBits,
            },
            Printing::{
                EnumPrintersW, GetDefaultPrinterW, PRINTER_ENUM_CONNECTIONS, PRINTER_ENUM_LOCAL, PRINTER_INFO_4W,
            },
        },
        Storage::Xps::{AbortDoc, DOCINFOW, EndDoc, EndPage, StartDocW, StartPage},
    },
    core::{HSTRING, PCWSTR, PWSTR, Result, w},
};

/// The sizes of a page are told in so many dots an inch.
const TOLD: f32 = 96.0;
/// Pages are drawn no finer: a picture of one would not fit into the memory of many printers.
const FINEST: f32 = 300.0;

/// The printers of the system.
pub(crate) struct Spooler;

impl Printing for Spooler {
    fn printers(&self) -> std::result::Result<Vec<Printer>, NotPrinted> {
        let usual = usual();
        let names = names().map_err(|_| NotPrinted::NoAnswer)?;
        let printer = |name: String| Printer { title: name.clone(), default: usual.as_deref() == Some(&*name), name };
        Ok(names.into_iter().map(printer).collect())
    }

    fn print(&self, job: &PrintJob<'_>) -> std::result::Result<(), NotPrinted> {
        let pages = Pages::of(job.pdf).map_err(|_| NotPrinted::Unable)?;
        let paper = Paper::on(job.printer).ok_or(NotPrinted::Refused)?;
        let title = HSTRING::from(job.title);
        let document = DOCINFOW {
            cbSize: i32::try_from(size_of::<DOCINFOW>()).map_err(|_| NotPrinted::Unable)?,
            lpszDocName: PCWSTR(title.as_ptr()),
            ..DOCINFOW::default()
        };
        // SAFETY: the paper is open, and the document's name lives as long as the call.
        if unsafe { StartDocW(paper.0, &raw const document) } <= 0 {
            return Err(NotPrinted::Refused);
        }
        for _ in 0..job.copies {
            for page in &pages.0 {
                if paper.draw(page).is_none() {
                    // SAFETY: the paper is open; what was drawn so far is thrown away.
                    unsafe { AbortDoc(paper.0) };
                    return Err(NotPrinted::Refused);
                }
            }
        }
        // SAFETY: the paper is open.
        if unsafe { EndDoc(paper.0) } > 0 { Ok(()) } else { Err(NotPrinted::Refused) }
    }
}

/// The printers of this computer and those it is connected with.
fn names() -> Result<Vec<String>> {
    let (mut needed, mut count) = (0, 0);
    let which = PRINTER_ENUM_LOCAL | PRINTER_ENUM_CONNECTIONS;
    // SAFETY: without a place to write to, only the sizes are told; the error that says so is what is expected.
    let _ = unsafe { EnumPrintersW(which, PCWSTR::null(), 4, None, &raw mut needed, &raw mut count) };
    if needed == 0 {
        return Ok(Vec::new());
    }
    // Numbers of eight bytes, so that the list begins where one may begin.
    let mut place = vec![0_u64; (needed as usize).div_ceil(8)];
    // SAFETY: the same memory, seen as bytes.
    let bytes = unsafe { std::slice::from_raw_parts_mut(place.as_mut_ptr().cast::<u8>(), place.len() * 8) };
    // SAFETY: the place is as large as the system asked for, and lives until the names are copied.
    unsafe { EnumPrintersW(which, PCWSTR::null(), 4, Some(bytes), &raw mut needed, &raw mut count)? };
    // SAFETY: the system has written so many entries to the beginning.
    let listed = unsafe { std::slice::from_raw_parts(place.as_ptr().cast::<PRINTER_INFO_4W>(), count as usize) };
    // SAFETY: each name is a text with an end, within the place.
    Ok(listed.iter().filter_map(|one| unsafe { one.pPrinterName.to_string() }.ok()).collect())
}

fn usual() -> Option<String> {
    let mut length = 0;
    // SAFETY: without a place to write to, only the length is told.
    let _ = unsafe { GetDefaultPrinterW(None, &raw mut length) };
    let mut name = vec![0_u16; length as usize];
    // SAFETY: the place is as long as the system asked for.
    let told = unsafe { GetDefaultPrinterW(Some(PWSTR(name.as_mut_ptr())), &raw mut length) };
    let text = name.split(|unit| *unit == 0).next().map(String::from_utf16_lossy);
    text.filter(|text| told.as_bool() && !text.is_empty())
}

/// The pages of a PDF, read in memory.
struct Pages(Vec<PdfPage>);

impl Pages {
    fn of(pdf: &[u8]) -> Result<Self> {
        let memory = InMemoryRandomAccessStream::new()?;
        let writer = DataWriter::CreateDataWriter(&memory)?;
        writer.WriteBytes(pdf)?;
        writer.StoreAsync()?.join()?;
        writer.DetachStream()?;
        let document = PdfDocument::LoadFromStreamAsync(&memory)?.join()?;
        (0..document.PageCount()?).map(|number| document.GetPage(number)).collect::<Result<_>>().map(Self)
    }
}

/// What a printer's driver draws on.
struct Paper(HDC);

impl Paper {
    fn on(printer: &str) -> Option<Self> {
        // SAFETY: the name lives as long as the call.
        let paper = unsafe { CreateDCW(w!("WINSPOOL"), &HSTRING::from(printer), PCWSTR::null(), None) };
        (!paper.is_invalid()).then_some(Self(paper))
    }

    fn measure(&self, what: GET_DEVICE_CAPS_INDEX) -> i32 {
        // SAFETY: the paper is open.
        unsafe { GetDeviceCaps(Some(self.0), what) }
    }

    /// Draws a page in its own size, from the corner of the sheet.
    fn draw(&self, page: &PdfPage) -> Option<()> {
        let fine = self.measure(LOGPIXELSX) as f32;
        let size = page.Size().ok()?;
        let [width, height] = [size.Width, size.Height].map(|side| (side / TOLD * fine).round() as i32);
        let picture = Picture::of(page, size.Width / TOLD * fine.min(FINEST)).ok()?;
        let header = BITMAPINFOHEADER {
            biSize: u32::try_from(size_of::<BITMAPINFOHEADER>()).ok()?,
            biWidth: picture.width,
            biHeight: -picture.height, // From the top.
            biPlanes: 1,
            biBitCount: 32,
            biCompression: BI_RGB.0,
            ..BITMAPINFOHEADER::default()
        };
        let look = BITMAPINFO { bmiHeader: header, ..BITMAPINFO::default() };
        let [left, top] = [PHYSICALOFFSETX, PHYSICALOFFSETY].map(|edge| -self.measure(edge));
        let dots = Some(picture.dots.as_ptr().cast());
        // SAFETY: the paper is open, and the dots are as many as the header says.
        let drawn = unsafe {
            if StartPage(self.0) <= 0 {
                return None;
            }
            let (from_width, from_height) = (picture.width, picture.height);
            let lines = StretchDIBits(
                self.0,
                left,
                top,
                width,
                height,
                0,
                0,
                from_width,
                from_height,
                dots,
                &raw const look,
                DIB_RGB_COLORS,
                SRCCOPY,
            );
            lines > 0 && EndPage(self.0) > 0
        };
        drawn.then_some(())
    }
}

impl Drop for Paper {
    fn drop(&mut self) {
        // SAFETY: it was opened here, and is used no more.
        let _ = unsafe { DeleteDC(self.0) };
    }
}

/// A picture of a page: four bytes for each dot, from the top.
struct Picture {
    width: i32,
    height: i32,
    dots: Vec<u8>,
}

impl Picture {
    fn of(page: &PdfPage, width: f32) -> Result<Self> {
        let memory = InMemoryRandomAccessStream::new()?;
        let options = PdfPageRenderOptions::new()?;
        options.SetDestinationWidth(width.round() as u32)?;
        options.SetIsIgnoringHighContrast(true)?;
        page.RenderWithOptionsToStreamAsync(&memory, &options)?.join()?;
        let decoder = BitmapDecoder::CreateAsync(&memory)?.join()?;
        let pixels = decoder.GetPixelDataTransformedAsync(
            BitmapPixelFormat::Bgra8,
            BitmapAlphaMode::Ignore,
            &BitmapTransform::new()?,
            ExifOrientationMode::IgnoreExifOrientation,
            ColorManagementMode::DoNotColorManage,
        )?;
        let side = |dots: u32| i32::try_from(dots).unwrap_or_default();
        Ok(Self {
            width: side(decoder.PixelWidth()?),
            height: side(decoder.PixelHeight()?),
            dots: pixels.join()?.DetachPixelData()?.to_vec(),
        })
    }
}
