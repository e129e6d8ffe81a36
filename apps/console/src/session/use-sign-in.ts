import type { SignedInResponse } from '@countersign/contract';
import { useMutation } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { tellOtherWindows } from './windows.ts';

export interface Credentials {
  institution: string;
  username: string;
  password: string;
}

const signIn = (credentials: Credentials): Promise<SignedInResponse> =>
  api.post<SignedInResponse>('/sessions', { ...credentials, as: 'cookie' });

export const useSignIn = (onSignedIn: (answer: SignedInResponse) => void) =>
  useMutation({
    mutationFn: signIn,
    onSuccess: (answer) => {
      tellOtherWindows();
      onSignedIn(answer);
    },
  });
