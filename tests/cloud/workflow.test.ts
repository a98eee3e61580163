import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironmentFile } from '../../devtools/emulator/environment-file';
import { isSecretName } from '../../scripts/cloud/secrets';

const root = join(__dirname, '../..');
const workflow = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8');

describe('the workflow that deploys a tag', () => {
  // The upload key stays on the machine whose address is registered at WeChat.
  const { WECHAT_UPLOAD_KEY: _kept, ...example } = readEnvironmentFile(join(root, '.env.example'));
  const withoutDefault = Object.keys(example).filter((name) => example[name] === '');

  it.each(withoutDefault)('passes on %s, which has no default', (name) => {
    const source = isSecretName(name) ? 'secrets' : 'vars';
    expect(workflow).toContain(`${name}: \${{ ${source}.${name} }}`);
  });

  it('runs the commands of the guide, for its own environment only', () => {
    for (const command of ['provision', 'deploy']) {
      expect(workflow).toContain(`npm run ${command} -- --env "$CLOUD_ENV_ID" --apply --yes`);
    }
  });
});
