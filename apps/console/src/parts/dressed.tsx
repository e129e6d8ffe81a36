import { App, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US.js';
import zh from 'antd/locale/zh_CN.js';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/words.ts';
import { useDark } from './appearance.ts';
import { themeOf } from './theme.ts';

/** Ant Design in our colours and in the reader's language. */
export function Dressed({ children }: { children: ReactNode }) {
  return (
    <ConfigProvider theme={themeOf(useDark())} locale={useLanguage() === 'en' ? en : zh} button={{ autoInsertSpace: false }}>
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
