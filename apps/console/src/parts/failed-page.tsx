import { Component, type ReactNode } from 'react';
import { NetworkError, ProblemError } from '../api/problem.ts';
import { Failure } from './failure.tsx';

interface Props {
  children: ReactNode;
  /** Another place is another try. */
  place: string;
}

interface State {
  error: unknown;
  place: string;
}

/** Keeps one page's failure from taking the rest of the console with it. */
export class FailedPage extends Component<Props, State> {
  override state: State = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, state: State): State | null {
    return place === state.place ? null : { error: null, place };
  }

  override componentDidCatch(error: unknown): void {
    // What the server or the network said is on the page; everything else is a fault of ours.
    if (!(error instanceof ProblemError || error instanceof NetworkError)) reportError(error);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <div className="page">
        <Failure error={error} onRetry={() => location.reload()} />
      </div>
    );
  }
}
