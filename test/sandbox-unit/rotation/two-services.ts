import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { TrialGround } from '../../../tools/sandbox/rotation/try-key';

export const userArn = 'arn:aws:iam::111122223333:user/rotated/app/key';

const sts = (content: string) => `<Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${content}</Response>`;
const s3Error = (code: string) => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`;
const stsError = (code: string) =>
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;

type Answer = readonly [status: number, body: string];

export const identity = (arn: string): Answer => [
  200,
  sts(
    `<GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult>` +
      '<GetSessionTokenResult><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>s</SecretAccessKey>' +
      '<SessionToken>t</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></GetSessionTokenResult>',
  ),
];

/** What services answer to a key that works, and to one that AWS does not know. */
export const yes = { sts: identity(userArn), s3: [200, '<ListBucketResult/>'] } as const;
export const no = { sts: [403, stsError('InvalidClientTokenId')], s3: [403, s3Error('InvalidAccessKeyId')] } as const;
export const denied = [403, s3Error('AccessDenied')] as const;
export const stsDenied = [403, stsError('AccessDenied')] as const;
export const broken = [500, s3Error('InternalError')] as const;

/** STS and S3 on this machine, which answer what a test wants. */
export class TwoServices {
  public answers: Readonly<Record<'sts' | 's3', Answer>> = yes;

  private readonly server: Server = createServer((request, response) => {
    const isOfS3 = request.headers.authorization?.includes('/s3/') === true;
    const [status, body] = this.answers[isOfS3 ? 's3' : 'sts'];
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  public ground({ mayBeDenied = false } = {}): TrialGround {
    const endpoint = `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
    const trial = { call: 'list-objects', bucket: 'files', prefix: '', mayBeDenied } as const;
    return { connection: { endpoint, region: 'eu-central-1' }, userArn, trial };
  }
}
