import { exceptions } from './exceptions';
import { runSuites } from './run-suites';

/**
 * Runs the official suites against the cloud at `url`. False when a test other than an exception fails, or when an
 * exception passes.
 */
export async function compareSuites(
  suites: string,
  url: string,
  print: (line: string) => void,
): Promise<boolean> {
  const results = await runSuites(suites, url);
  const exceptionOf = ({ file, test }: { file: string; test: string }) =>
    exceptions.find((one) => one.file === file && test.endsWith(one.test));
  const passed = results.filter((result) => result.passed);
  const failed = results.filter((result) => !result.passed);
  const differing = failed.filter((result) => exceptionOf(result) === undefined);
  const needless = passed.filter((result) => exceptionOf(result) !== undefined);
  for (const { file, test, message } of differing)
    print(`✗ ${file} ${test}\n${message.split('\n').slice(0, 12).join('\n')}\n`);
  for (const { file, test } of needless)
    print(`✗ ${file} ${test} passes: take it out of the exceptions`);
  for (const result of failed) {
    const exception = exceptionOf(result);
    if (exception !== undefined) print(`· ${result.file} ${result.test}：${exception.reason}`);
  }
  const figures = [
    `${results.length} tests`,
    `${passed.length} passed`,
    `${failed.length - differing.length} excused`,
    `${differing.length + needless.length} to look at`,
  ];
  print(figures.join(', '));
  return results.length > 0 && differing.length + needless.length === 0;
}
