//! How `ffmpeg` is called: from version 5.1 on, whose options later versions have kept.
//!
//! The film is opened again as `/dev/fd/0` and not read as a pipe, since a film whose table of contents stands
//! at its end can only be read by going back. Frames keep their size, since a frame that was resized first has
//! another PDQ code than the reference's (7 bits on average at 512 by 512 where frames as they are differ by
//! less than one), and are not turned, as in the reference. Only their brightness is asked for: what the
//! codes are made of, and a third of the bytes.

use std::ffi::OsString;

use super::Pace;

/// Containers and bare streams that hold a film. Play lists and scripts, which name other files, are not among
/// them.
const CONTAINERS: &str = "3g2,3gp,amv,asf,av1,avi,avs2,avs3,dirac,dv,f4v,flv,gif,gxf,h261,h263,h264,hevc,ivf,\
                          ivr,m4a,m4v,matroska,mj2,mjpeg,mov,mp4,mpeg,mpegts,mpegvideo,mxf,nsv,nut,obu,ogg,rm,\
                          smk,swf,vc1,vc1test,vvc,webm,wtv";

/// The arguments for frames at a pace. One more than may be taken is asked for, so that a longer film is told
/// from one that just fits.
pub(super) fn arguments(pace: Pace, frames_max: u64) -> Vec<OsString> {
    let frames = frames_max.saturating_add(1).to_string();
    let before = ["-nostdin", "-hide_banner", "-loglevel", "error", "-noautorotate"];
    // A thread for each step, and no more: memory is for frames, and several films are decoded at once.
    let threads = ["-threads", "1", "-filter_threads", "1"];
    let film =
        ["-format_whitelist", CONTAINERS, "-protocol_whitelist", "file", "-i", "file:/dev/fd/0"];
    // The first film, and no picture of a cover; no sound, no text, no data.
    let streams = ["-map", "0:V:0", "-an", "-sn", "-dn", "-map_metadata", "-1"];
    let frames = ["-frames:v", &frames, "-fps_mode", "passthrough", "-pix_fmt", "gray"];
    let output = ["-c:v", "pgm", "-threads", "1", "-f", "image2pipe", "pipe:1"];
    let filter = match pace {
        Pace::Every => None,
        Pace::PerSecond(count) => Some(first_of_each(count.get())),
    };
    let chosen: Vec<&str> = filter.iter().flat_map(|filter| ["-vf", filter.as_str()]).collect();
    let all = [before.as_slice(), &threads, &film, &streams, &chosen, &frames, &output].concat();
    all.into_iter().map(OsString::from).collect()
}

/// A filter that lets through the first frame of each part of a second. It makes no frames where time jumps,
/// and counts seconds from the clock of the film, so that two copies at other rates give the same.
fn first_of_each(count: u8) -> String {
    format!("select='not(eq(floor(t*{count}),floor(prev_selected_t*{count})))'")
}
