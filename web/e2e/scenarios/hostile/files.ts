import { deflateRawSync, gzipSync } from "node:zlib";
import { type Chosen, pdf, picture } from "../../rapport/files";

/** How a file ends up: refused with a reason, as a picture, or as a row that saves it. */
export type Fate = "refused" | "picture" | "saved";

export interface HostileFile {
  what: string;
  file: Chosen;
  fate: Fate;
  /** The name it is shown by. */
  shown?: string;
}

const file = (name: string, content: string | Buffer, mimeType = "application/octet-stream"): Chosen => ({
  name,
  mimeType,
  buffer: Buffer.from(content as string),
});

const RUNS = "<script>window.pwned=1;parent.pwned=1;top.pwned=1</script>";
const PIXEL = picture("x.png", 1, 1).buffer;

/** A PNG that claims to be so large; the numbers stand in its first chunk. */
function claiming(width: number, height: number): Buffer {
  const image = Buffer.from(picture("x.png", 1, 1).buffer);
  image.writeUInt32BE(width, 16);
  image.writeUInt32BE(height, 20);
  return image;
}

/** A GIF of one pixel with so many pictures, each shown for no time. */
function flicker(pictures: number): Buffer {
  const head = Buffer.from("4749463839610100010080010000000000ffffff", "hex");
  const frame = Buffer.from("21f90400000000002c00000000010001000002024401 00".replace(/ /g, ""), "hex");
  return Buffer.concat([head, ...Array.from({ length: pictures }, () => frame), Buffer.from(";")]);
}

/** A ZIP with one member, which unpacks to so many zeros. */
function zip(name: string, bytes: number): Buffer {
  const packed = deflateRawSync(Buffer.alloc(bytes), { level: 9 });
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(bytes, 22);
  local.writeUInt16LE(name.length, 26);
  return Buffer.concat([local, Buffer.from(name), packed]);
}

export const FILES: HostileFile[] = [
  {
    what: "a name that runs",
    file: { ...picture("x.png"), name: '"><img src=x onerror=top.pwned=1>.png' },
    fate: "picture",
  },
  { what: "a name that climbs", file: file("../../etc/passwd", "root"), fate: "saved", shown: "passwd" },
  { what: "a name of another system", file: file("C:\\Windows\\win.ini", "[x]"), fate: "saved" },
  { what: "a name turned round", file: file("photo\u202egnp.txt", "text"), fate: "saved" },
  { what: "a very long name", file: file(`${"n".repeat(240)}.txt`, "text"), fate: "saved" },
  { what: "a name of a device", file: file("CON.txt", "text"), fate: "saved" },
  { what: "a name that is hidden", file: file(".htaccess", "Deny from all"), fate: "saved" },
  { what: "a name of pictures only", file: file("🧨🧨🧨.txt", "text"), fate: "saved" },
  { what: "a page", file: file("page.html", `<!doctype html>${RUNS}`, "text/html"), fate: "saved" },
  {
    what: "a page that claims to be a picture",
    file: file("page.png", `<html>${RUNS}`, "image/png"),
    fate: "saved",
  },
  {
    what: "a drawing that runs",
    file: file("d.svg", `<svg xmlns="http://www.w3.org/2000/svg">${RUNS}</svg>`, "image/svg+xml"),
    fate: "saved",
  },
  {
    what: "a picture that is a page, too",
    file: file("poly.html", Buffer.concat([PIXEL, Buffer.from(RUNS)]), "text/html"),
    fate: "picture",
  },
  {
    what: "a picture that is a script, too",
    file: file("poly.js", "GIF89a/*\u0000\u0000*/=1;window.pwned=1", "text/javascript"),
    fate: "refused",
  },
  {
    what: "a document with external parts",
    file: file("x.xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "text/xml"),
    fate: "saved",
  },
  {
    what: "a page in another writing",
    file: file("u.txt", Buffer.from(`\ufeff${RUNS}`, "utf16le")),
    fate: "saved",
  },
  {
    what: "a PDF",
    file: pdf("form.pdf", "/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    fate: "saved",
  },
  { what: "a PDF that is a program by name", file: pdf("form.pdf.exe", "x"), fate: "refused" },
  { what: "a program", file: file("setup.exe", "MZ\u0090\u0000", "application/pdf"), fate: "refused" },
  {
    what: "a program by its bytes",
    file: file("holiday.jpg", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)])),
    fate: "refused",
  },
  {
    what: "a program of another system",
    file: file("holiday.jpg", Buffer.concat([Buffer.from("7f454c46020101", "hex"), Buffer.alloc(200)])),
    fate: "refused",
  },
  { what: "commands", file: file("run.bat", "del *.*"), fate: "refused" },
  { what: "commands of another shell", file: file("run.ps1", "rm"), fate: "refused" },
  { what: "a shortcut", file: file("link.lnk", "L"), fate: "refused" },
  { what: "an installer of a browser", file: file("x.msi", "x"), fate: "refused" },
  { what: "an archive that grows", file: file("bomb.zip", zip("zeros", 200_000_000)), fate: "saved" },
  {
    what: "an archive that grows, of another kind",
    file: file("bomb.gz", gzipSync(Buffer.alloc(100_000_000))),
    fate: "saved",
  },
  { what: "a huge picture", file: file("huge.png", claiming(60_000, 60_000), "image/png"), fate: "saved" },
  { what: "a picture of no size", file: file("none.png", claiming(0, 0), "image/png"), fate: "saved" },
  {
    what: "a picture that breaks off",
    file: file("half.png", PIXEL.subarray(0, 20), "image/png"),
    fate: "saved",
  },
  {
    what: "a picture that flickers",
    file: file("flicker.gif", flicker(5_000), "image/gif"),
    fate: "picture",
  },
  { what: "nothing", file: file("empty.txt", ""), fate: "refused" },
];
