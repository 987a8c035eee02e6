//! A WebSocket client that costs little: it shares the machine with what it measures. It masks
//! with a key of zeros, which leaves the text as it is and which RFC 6455 leaves to the client.

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use crate::error::{BenchError, Result};

const TEXT: u8 = 0x1;
const CLOSE: u8 = 0x8;
const FINAL: u8 = 0x80;
const MASKED: u8 = 0x80;

#[derive(Debug)]
pub struct Socket {
    pub reader: Reader,
    pub writer: Writer,
}

#[derive(Debug)]
pub struct Reader {
    stream: OwnedReadHalf,
    received: BytesMut,
}

#[derive(Debug)]
pub struct Writer {
    stream: OwnedWriteHalf,
    frame: Vec<u8>,
}

fn failed(source: std::io::Error) -> BenchError {
    BenchError::io("talk on a socket", source)
}

impl Socket {
    /// `headers` end each with CRLF.
    pub async fn open(address: &str, path: &str, headers: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await.map_err(failed)?;
        stream.set_nodelay(true).map_err(failed)?;
        let (read, write) = stream.into_split();
        let mut writer = Writer { stream: write, frame: Vec::new() };
        let mut reader = Reader { stream: read, received: BytesMut::new() };
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        writer.stream.write_all(request.as_bytes()).await.map_err(failed)?;
        reader.expect_upgrade().await?;
        Ok(Self { reader, writer })
    }

    pub async fn send(&mut self, text: &str) -> Result<()> {
        self.writer.send(text).await
    }

    /// The next frame that holds `part`; others are passed over.
    pub async fn wait_for(&mut self, part: &str) -> Result<Bytes> {
        loop {
            let frame = self.reader.next().await?;
            if memchr::memmem::find(&frame, part.as_bytes()).is_some() {
                return Ok(frame);
            }
        }
    }
}

impl Reader {
    async fn fill(&mut self) -> Result<()> {
        self.received.reserve(4 * 1024);
        match self.stream.read_buf(&mut self.received).await.map_err(failed)? {
            0 => Err(BenchError::broken("the server closed a socket")),
            _ => Ok(()),
        }
    }

    async fn expect_upgrade(&mut self) -> Result<()> {
        let end = loop {
            if let Some(at) = memchr::memmem::find(&self.received, b"\r\n\r\n") {
                break at + 4;
            }
            self.fill().await?;
        };
        let head = self.received.split_to(end);
        if head.starts_with(b"HTTP/1.1 101") {
            return Ok(());
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        Err(BenchError::broken(format!("the server refused a socket: {head}")))
    }

    /// The next text frame.
    pub async fn next(&mut self) -> Result<Bytes> {
        loop {
            while let Some((opcode, payload)) = self.parse() {
                match opcode {
                    TEXT => return Ok(payload),
                    CLOSE => return Err(BenchError::broken("the server closed a socket")),
                    _ => {}
                }
            }
            self.fill().await?;
        }
    }

    /// A whole frame, when one is there. The server does not fragment, and does not mask.
    fn parse(&mut self) -> Option<(u8, Bytes)> {
        let bytes = &self.received[..];
        let (head, length) = match bytes.get(1)? & 0x7f {
            126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
            127 => {
                let length = u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?);
                (10, usize::try_from(length).ok()?)
            }
            short => (2, usize::from(short)),
        };
        if bytes.len() < head + length {
            return None;
        }
        let opcode = bytes[0] & 0x0f;
        self.received.advance(head);
        Some((opcode, self.received.split_to(length).freeze()))
    }
}

impl Writer {
    pub async fn send(&mut self, text: &str) -> Result<()> {
        self.frame.clear();
        self.frame.push(FINAL | TEXT);
        match u8::try_from(text.len()) {
            Ok(short) if short < 126 => self.frame.push(MASKED | short),
            _ => {
                let length = u16::try_from(text.len())
                    .map_err(|_| BenchError::broken("a frame of the bench is too long"))?;
                self.frame.push(MASKED | 126);
                self.frame.extend(length.to_be_bytes());
            }
        }
        self.frame.extend([0; 4]);
        self.frame.extend(text.as_bytes());
        self.stream.write_all(&self.frame).await.map_err(failed)
    }
}
