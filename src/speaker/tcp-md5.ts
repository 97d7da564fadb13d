/**
 * TCP-MD5 (RFC 2385): the kernel signs every segment with a key that belongs to the socket. The key
 * is a socket option and Node has no call that sets one, but Node takes over sockets that another
 * process sends it. So a few lines of Perl (part of every Debian) make the socket, give it the keys,
 * and send it through the channel that Node has with its children.
 */
import { spawn } from 'node:child_process'
import { getSystemErrorName } from 'node:util'

export interface SignedRequest {
  /** `connect` answers when connected; `bind` leaves the listening to the caller. */
  readonly to: 'connect' | 'bind'
  readonly address: string
  readonly port: number
  /** To connect from. */
  readonly local?: string | undefined
  /** By address of the peer; up to 80 octets each. */
  readonly keys: ReadonlyMap<string, string>
}

/** A TCP handle as `net.Socket` and `net.Server` take it. Rejects with an error that has a `code`. */
export const signedHandle = (request: SignedRequest, signal: AbortSignal): Promise<object> =>
  new Promise((resolve, reject) => {
    const { to, address, port, local = '', keys } = request
    const child = spawn('perl', ['-e', SCRIPT, to, address, String(port), local], {
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
      signal,
    })
    let said = ''
    child.stderr?.on('data', (text) => {
      said += text
    })
    // Not an argument: everybody on the machine can read those.
    child.stdin?.on('error', () => {})
    for (const [peer, key] of keys) child.stdin?.write(`${peer} ${key}\n`)
    child.stdin?.write('\n')
    child.once('message', (_message, handle) => {
      // It has waited with its end until the handle was here.
      child.stdin?.end()
      if (handle) resolve(handle)
    })
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'ENOENT' ? unable('there is no perl on this machine', cause) : cause),
    )
    child.once('close', () => reject(failure(said)))
  })

/** `connect 111`: what failed, and the error number. */
const failure = (said: string): Error => {
  const [, what, number] = /^(\w+) (\d+)$/m.exec(said) ?? []
  if (what === undefined) return unable(said.trim().split('\n')[0] ?? 'perl failed')
  const code = getSystemErrorName(-Number(number))
  if (what === 'key') return unable(`the kernel refuses the key (${code})`)
  return Object.assign(new Error(`${what}: ${code}`), { code })
}

const unable = (why: string, cause?: Error): Error =>
  Object.assign(
    new Error(
      `TCP-MD5 (RFC 2385) is not possible here: ${why}. Node.js cannot set the key itself: ` +
        'it takes perl, Linux on x86-64 or arm64, and a kernel with TCP_MD5SIG',
      { cause },
    ),
    { code: 'NO_TCP_MD5' },
  )

const SCRIPT = String.raw`
use Socket;
my ($to, $host, $port, $local) = @ARGV;
sub failed { print STDERR "$_[0] ", $! + 0, "\n"; exit 1 }
sub name {
  my ($host, $port) = @_;
  return Socket::pack_sockaddr_in6($port, Socket::inet_pton(Socket::AF_INET6, $host)) if $host =~ /:/;
  return pack_sockaddr_in($port, Socket::inet_pton(AF_INET, $host));
}
socket(my $socket, $host =~ /:/ ? Socket::AF_INET6 : AF_INET, SOCK_STREAM, 0) or failed "socket";
while (<STDIN>) {
  my ($peer, $key) = /^(\S+) (.*)$/ or last;
  # struct tcp_md5sig: address, flags, prefix length, key length, interface, key
  my $option = pack "a128 C C S L a80", name($peer, 0), 0, 0, length $key, 0, $key;
  setsockopt($socket, 6, 14, $option) or failed "key";
}
if ($to eq "bind") {
  setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
  bind($socket, name($host, $port)) or failed "bind";
} else {
  if ($local ne "") { bind($socket, name($local, 0)) or failed "bind" }
  connect($socket, name($host, $port)) or failed "connect";
}
my $text = qq({"cmd":"NODE_HANDLE","type":"net.Native","msg":{}}\n);
my $vector = pack "P L!", $text, length $text;
my $rights = pack "L! l l l x4", 20, SOL_SOCKET, 1, fileno $socket;
my $message = pack "x16 P L! P L! l x4", $vector, 1, $rights, length $rights, 0;
require Config;
my %sendmsg = (x86_64 => 46, aarch64 => 211);
my ($machine) = split /-/, $Config::Config{archname};
my $number = $sendmsg{$machine} or die "$machine is unknown\n";
syscall($number, $ENV{NODE_CHANNEL_FD} + 0, $message, 0) >= 0 or failed "send";
1 while <STDIN>;
`
