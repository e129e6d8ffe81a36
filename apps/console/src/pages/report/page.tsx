import { Loading } from '../../parts/loading.tsx';

export default function Page() {
  return <Loading />;
}
