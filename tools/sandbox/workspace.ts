import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The one folder that a run writes to. Nobody but the user may look into it, and it goes with the run. */
export class Workspace {
  public readonly folder = mkdtempSync(join(tmpdir(), 'strongroom-sandbox-'));
  public readonly home = this.make('home');
  /** Without a cdk.json: `cdk bootstrap` in the project's own folder would synthesize the app once more. */
  public readonly elsewhere = this.make('elsewhere');
  public readonly assembly = join(this.folder, 'cdk.out');
  public readonly certificateFile = join(this.folder, 'certificate.pem');
  public readonly keyFile = join(this.folder, 'key.pem');
  public readonly emulatorLog = join(this.folder, 'emulator.log');

  public remove(): void {
    // A process that was just stopped may still be writing: hence the retries.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  private make(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path);
    return path;
  }
}
