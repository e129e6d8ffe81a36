import { Component, type ReactNode } from 'react';
import { NetworkError, ProblemError } from '../api/problem.ts';
import { reach } from '../api/reach.ts';
import { useWords } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { Failure } from './failure.tsx';
import { scriptsCome } from './later.tsx';
import { partsWords } from './words.ts';

interface Props {
  children: ReactNode;
  /** Another place is another try. */
  place: string;
}

interface State {
  error: unknown;
  place: string;
}

/** When this window was last reloaded by itself. */
const reloaded = 'countersign.reloaded';
/** Once in this time, or a script that never comes would have the window reloaded for ever. */
const rest = 60_000;

/**
 * Keeps one page's failure from taking the rest of the console with it. A browser never asks again for a script that did not
 * come: the window is loaded anew, but not before the server answers, and then by itself.
 */
export class FailedPage extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place };
  private stop: (() => void) | undefined;

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, state: State): State | null {
    return place === state.place ? null : { error: null, place };
  }

  override componentDidMount(): void {
    const stop = reach.subscribe(this.whenBack);
    addEventListener('online', this.whenBack);
    this.stop = () => {
      stop();
      removeEventListener('online', this.whenBack);
    };
  }

  override componentWillUnmount(): void {
    this.stop?.();
  }

  override componentDidCatch(error: unknown): void {
    if (error instanceof NetworkError) this.whenBack();
    // What the server or the network said is on the page; everything else is a fault of ours.
    else if (!(error instanceof ProblemError)) reportError(error);
  }

  private whenBack = (): void => {
    if (!(this.state.error instanceof NetworkError) || Date.now() - Number(sessionStorage.getItem(reloaded)) < rest) return;
    void this.tryAgain(() => sessionStorage.setItem(reloaded, String(Date.now())));
  };

  private async tryAgain(before: () => void): Promise<void> {
    // They may have gone elsewhere meanwhile.
    if (!(await scriptsCome()) || this.state.error === null) return;
    before();
    location.reload();
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const isNetwork = error instanceof NetworkError;
    return (
      <div className="page">
        <Failure error={error} onRetry={isNetwork ? () => void this.tryAgain(() => undefined) : undefined}>
          {isNetwork ? <ComesBack /> : <Reload />}
        </Failure>
      </div>
    );
  }
}

function ComesBack() {
  const say = useWords(partsWords);
  return <p>{say('comesBack')}</p>;
}

function Reload() {
  const say = useWords(partsWords);
  return (
    <p>
      <Button onClick={() => location.reload()}>{say('reload')}</Button>
    </p>
  );
}
