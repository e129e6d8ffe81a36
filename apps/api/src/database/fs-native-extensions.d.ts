declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on an open file, or answers false when another descriptor holds it. */
  export function tryLock(fd: number): boolean;
}
