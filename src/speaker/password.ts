/** TCP-MD5 (RFC 2385) is a socket option, and Node has no call that sets one. */
import { BackendError } from '../lib/errors.ts'

/** What to say to somebody who asks for a password. */
export const noPasswords = (remote: string): BackendError =>
  new BackendError(
    `the session with ${remote} has a password (TCP-MD5, RFC 2385), which this speaker cannot use: ` +
      'the kernel wants the key through setsockopt(TCP_MD5SIG), and Node.js has no such call',
    {
      hint: 'leave the password out on both sides, or let a relay that can set socket options (socat) sign for this side',
    },
  )
