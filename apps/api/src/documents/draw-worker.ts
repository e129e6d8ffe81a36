import { renderApprovalForm, renderLetter, type Rendered } from '@countersign/documents';
import type { Drawing } from './drawing-threads.ts';

/** Runs in a thread of its own. The fonts are loaded by the first drawing, and stay. */
export default function draw(drawing: Drawing): Promise<Rendered> {
  switch (drawing.kind) {
    case 'approvalForm':
      return renderApprovalForm(drawing.view);
    case 'letter':
      return renderLetter(drawing.view);
  }
}
