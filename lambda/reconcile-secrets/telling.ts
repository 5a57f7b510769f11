import type { Journal } from '../rotation/journal';
import type { Notice, Notices } from './ports';

/** Tells people once a day: told first and remembered then, so that a failure tells it twice and never not at all. */
export class Telling {
  public constructor(
    private readonly journal: Journal,
    private readonly notices: Notices,
    private readonly now: Date,
  ) {}

  public async tell(notice: Notice): Promise<void> {
    const name = [notice.kind, notice.keyId ?? '', this.now.toISOString().slice(0, 10)].join('#');
    if (await this.journal.wasTold(name)) return;
    await this.notices.send(notice);
    await this.journal.markTold(name);
  }
}
