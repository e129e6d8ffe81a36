// npm run approve-documents: keeps how the documents' pages look now as how they shall look. Look at the pictures before committing.
import { bin, fail, install, requireNode, root, run } from './prepare.mjs';

requireNode();
process.chdir(root);
install();
const { status } = run(bin('jest', 'jest'), ['--selectProjects', 'unit', '--testPathPatterns', 'libs/documents/src/pages'], {
  NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  APPROVE_DOCUMENTS: '1',
});
if (status !== 0) fail('The pages could not be drawn; the messages above say why.');
console.log('libs/documents/test/approved/ holds the pages as they look now.');
