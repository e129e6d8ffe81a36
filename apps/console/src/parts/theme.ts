import type { ThemeConfig } from 'antd';
import { theme } from 'antd';

/** The colours of our own style sheet (styles.css) under Ant Design's names; every pair meets WCAG AA. */
const light: ThemeConfig = {
  algorithm: theme.defaultAlgorithm,
  token: {
    colorPrimary: '#0f6b6b',
    colorPrimaryHover: '#0a5858',
    colorPrimaryActive: '#084848',
    colorLinkHover: '#0a5252',
    colorLinkActive: '#084848',
    colorLink: '#0f6b6b',
    colorInfo: '#0b5a8a',
    colorError: '#b42318',
    colorErrorHover: '#8f1b12',
    colorErrorActive: '#6f130c',
    colorWarning: '#93590a',
    colorWarningBg: '#fdf1dc',
    colorWarningBorder: '#e9cf9c',
    colorSuccess: '#1f6f43',
    // As the style sheet has them: made out of dark words, they would come out muddy.
    colorInfoBg: '#e2f0f8',
    colorErrorBg: '#fdecea',
    colorSuccessBg: '#e4f3ea',
    colorText: '#16211f',
    colorTextSecondary: '#47554f',
    colorTextTertiary: '#56635d',
    colorTextPlaceholder: '#66736d',
    colorTextDisabled: '#6d7772',
    colorBgLayout: '#f4f6f5',
    borderRadius: 6,
    // One face for everything, as the style sheet has it for each language.
    fontFamily: 'var(--face)',
    motionDurationSlow: '0.15s',
    motionDurationMid: '0.12s',
  },
};

const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    ...light.token,
    colorPrimary: '#3fb3a8',
    colorPrimaryHover: '#5cc7bc',
    colorPrimaryActive: '#7fd8ce',
    colorLinkHover: '#7fd8ce',
    colorLinkActive: '#a5e5de',
    colorLink: '#5cc7bc',
    colorInfo: '#7cc0ea',
    colorError: '#f1867c',
    colorWarning: '#e5b567',
    colorWarningBg: '#35290f',
    colorWarningBorder: '#5a4519',
    colorSuccess: '#79cf9f',
    colorInfoBg: '#142a38',
    colorErrorBg: '#3a1d1a',
    colorSuccessBg: '#16301f',
    colorText: '#e7eeeb',
    colorTextSecondary: '#b6c3bd',
    colorTextTertiary: '#a2b0aa',
    colorTextPlaceholder: '#93a19b',
    colorTextDisabled: '#8b9993',
    colorBgLayout: '#0f1514',
    colorBgBase: '#141b1a',
    colorBgContainer: '#141b1a',
    // Made out of the ground by the algorithm, a dialog would come out in a loud teal.
    colorBgElevated: '#171f1d',
    colorBorder: '#3a4844',
    colorBorderSecondary: '#2c3835',
  },
  components: {
    // The dark algorithm darkens what it is given, too far for words on a button.
    Button: { primaryColor: '#07211f', colorError: '#f1867c', colorErrorHover: '#f5a79f', colorErrorActive: '#f8c3bd', dangerColor: '#2a0d0a' },
  },
};

// Where the style sheet ends movement at once, a list that waits for its movement to end would never come into sight.
const motion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
const moving = (theme: ThemeConfig): ThemeConfig => ({ ...theme, token: { ...theme.token, motion } });
const themes = { light: moving(light), dark: moving(dark) };

export const themeOf = (isDark: boolean): ThemeConfig => (isDark ? themes.dark : themes.light);
