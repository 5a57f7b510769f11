import type { Log, LogFields } from './ports';
import type { Redactor } from './redact';

type Level = 'INFO' | 'WARN' | 'ERROR';

/** Writes one line. */
export type WriteLine = (line: string) => void;

/**
 * Past the console, which Lambda replaces: with its JSON format it would wrap every line into another object, and metrics
 * in the embedded format have to stand at the root of theirs.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export const toStandardOutput: WriteLine = (line) => {
  process.stdout.write(`${line}\n`);
};

/** One JSON object a line, with every text redacted. Field names come from the code and are not. */
export class JsonLog implements Log {
  /** @param common what every line of this invocation says */
  public constructor(
    private readonly redactor: Redactor,
    private readonly clock: { now(): Date },
    private readonly common: LogFields,
    private readonly write: WriteLine = toStandardOutput,
  ) {}

  public info(message: string, fields?: LogFields): void {
    this.line('INFO', message, fields);
  }

  public warn(message: string, fields?: LogFields): void {
    this.line('WARN', message, fields);
  }

  public error(message: string, fields?: LogFields): void {
    this.line('ERROR', message, fields);
  }

  private line(level: Level, message: string, fields: LogFields = {}): void {
    const entries = Object.entries({ ...this.common, ...fields }).map(([name, value]) => [name, this.clean(value)]);
    const head = { timestamp: this.clock.now().toISOString(), level, message: this.redactor.redact(message) };
    // The head last, so that no field passes for it; its names keep their place in front.
    this.write(JSON.stringify({ ...head, ...Object.fromEntries(entries), ...head }));
  }

  private clean(value: LogFields[string]): LogFields[string] {
    if (typeof value === 'string') return this.redactor.redact(value);
    if (Array.isArray(value)) return value.map((text: string) => this.redactor.redact(text));
    return value;
  }
}
