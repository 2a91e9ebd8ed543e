/** Runs a data command in this process, with a text on stdin that comes in small pieces. */
import { dataCommands } from '../../src/cli/data.js';

export type Ran = {
  readonly code: number;
  /** The lines that are JSON. */
  readonly out: readonly Record<string, unknown>[];
  readonly text: string;
  readonly err: string;
};

export async function runData(
  command: keyof typeof dataCommands,
  args: readonly string[],
  stdin = '',
  policyDir?: string,
): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await dataCommands[command](args, {
    async *stdin() {
      for (let at = 0; at < stdin.length; at += 7) yield await Promise.resolve(stdin.slice(at, at + 7));
    },
    stdout: (lines) => void out.push(...lines.split('\n')),
    stderr: (line) => void err.push(line),
    policyDir,
  });
  const json = out.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, out: json, text: out.join('\n'), err: err.join('\n') };
}

/** Values as JSON Lines. */
export const jsonLines = (...values: readonly object[]): string =>
  values.map((value) => JSON.stringify(value)).join('\n');
