import type { DepartmentOffice, Office } from '@countersign/policy';
import type { Settings } from '../institutions/settings.ts';

/** An office, and the code of its department where it belongs to one. */
type Holding = Office | [DepartmentOffice, string];

export interface DemoPerson {
  username: string;
  name: string;
  title: string;
  holds: Holding[];
}

/** `days` counts from the day of loading: a warrant that is valid when somebody first looks. */
export interface DemoWarrant {
  holder: string;
  office: Office;
  substitute: string;
  from: { days: number };
  until: { days: number };
  reason: string;
}

export interface DemoHospital {
  code: string;
  name: string;
  settings: Partial<Settings>;
  /** By code. */
  departments: Record<string, string>;
  administrator: DemoPerson;
  people: DemoPerson[];
  /** Who takes a case of each chain from report to letter, in the order of the README's walk-through. */
  walk: string[];
  warrants: DemoWarrant[];
}

const person = (username: string, name: string, title: string, ...holds: Holding[]): DemoPerson => ({
  username,
  name,
  title,
  holds,
});

/** Both hospitals and everybody in them are made up. */
export const hospitals: DemoHospital[] = [
  {
    code: 'dongguan',
    name: '东莞市松湖总医院',
    settings: { letterNumberPattern: '东转〔{year}〕{serial:6}号' },
    departments: {
      cardiology: '心血管内科',
      neurology: '神经内科',
      thoracic: '胸外科',
      orthopaedics: '骨科',
      oncology: '肿瘤科',
      paediatrics: '儿科',
    },
    administrator: person('luo.xin', '罗昕', '信息科工程师', 'administrator'),
    people: [
      person('huang.guodong', '黄国栋', '主任医师', ['departmentDirector', 'cardiology']),
      person('zheng.lihua', '郑丽华', '副主任医师', ['departmentLead', 'cardiology']),
      person('xie.wenjie', '谢文杰', '主治医师', ['attendingPhysician', 'cardiology'], ['bedDoctor', 'cardiology']),
      person('luo.sitong', '罗思彤', '住院医师', ['bedDoctor', 'cardiology']),
      person('shen.guoqing', '沈国清', '主任医师', ['departmentDirector', 'neurology'], ['departmentLead', 'neurology']),
      person('yuan.jiaqi', '袁嘉琪', '主治医师', ['attendingPhysician', 'neurology'], ['bedDoctor', 'neurology']),
      person('chen.jing', '陈静', '主任医师', ['departmentDirector', 'thoracic']),
      person('wu.haoran', '吴浩然', '副主任医师', ['departmentLead', 'thoracic'], ['attendingPhysician', 'thoracic']),
      person('lin.yufei', '林雨霏', '主治医师', ['attendingPhysician', 'thoracic'], ['bedDoctor', 'thoracic']),
      person('zhou.mingxuan', '周明轩', '住院医师', ['bedDoctor', 'thoracic']),
      person('liang.weiqiang', '梁伟强', '主任医师', ['departmentDirector', 'orthopaedics']),
      person('feng.xiaolan', '冯晓岚', '副主任医师', ['departmentLead', 'orthopaedics']),
      person('tang.rui', '唐锐', '副主任医师', ['departmentLead', 'orthopaedics'], ['attendingPhysician', 'orthopaedics']),
      person('pan.zhiyuan', '潘志远', '主治医师', ['attendingPhysician', 'orthopaedics'], ['bedDoctor', 'orthopaedics']),
      person('he.jianping', '何建平', '主任医师', ['departmentDirector', 'oncology']),
      person('song.yaqin', '宋雅琴', '副主任医师', ['departmentLead', 'oncology'], ['attendingPhysician', 'oncology']),
      person('deng.zihan', '邓子涵', '主治医师', ['attendingPhysician', 'oncology'], ['bedDoctor', 'oncology']),
      person('ye.huizhen', '叶惠珍', '主任医师', ['departmentDirector', 'paediatrics']),
      person('jiang.tao', '蒋涛', '副主任医师', ['departmentLead', 'paediatrics']),
      person('su.wanting', '苏婉婷', '主治医师', ['attendingPhysician', 'paediatrics'], ['bedDoctor', 'paediatrics']),
      person('xu.zhengming', '许正明', '医务科主任', 'medicalDirector'),
      person('fang.lin', '方琳', '医务科科员', 'medicalOfficer'),
      person('gao.peng', '高鹏', '医务科科员', 'medicalOfficer'),
      person('liu.zhenhua', '刘振华', '副院长', 'deanInCharge'),
      person('wang.haiyan', '王海燕', '副院长', 'businessDean'),
      person('zhao.qiming', '赵启明', '院长助理'),
      person('lai.shuzhen', '赖淑贞', '医保办主任', 'insuranceDirector'),
      person('qiu.jun', '邱俊', '医保办副主任', 'insuranceLead'),
      person('mo.jiayi', '莫佳怡', '医保办科员', 'windowClerk'),
      person('cai.meiling', '蔡美玲', '医保办科员', 'windowClerk'),
      person('tan.bingqing', '谭冰清', '审计科科员', 'auditor'),
    ],
    walk: [
      'lin.yufei',
      'wu.haoran',
      'cai.meiling',
      'xu.zhengming',
      'liu.zhenhua',
      'wang.haiyan',
      'lai.shuzhen',
      'zhou.mingxuan',
      'chen.jing',
      'fang.lin',
      'zhao.qiming',
    ],
    warrants: [
      {
        holder: 'wang.haiyan',
        office: 'businessDean',
        substitute: 'zhao.qiming',
        from: { days: -4 },
        until: { days: 5 },
        reason: '赴外省参加学术会议',
      },
      {
        holder: 'qiu.jun',
        office: 'insuranceLead',
        substitute: 'mo.jiayi',
        from: { days: -60 },
        until: { days: 120 },
        reason: '脱产进修',
      },
      {
        holder: 'liang.weiqiang',
        office: 'departmentDirector',
        substitute: 'feng.xiaolan',
        from: { days: -1 },
        until: { days: 13 },
        reason: '年休假',
      },
    ],
  },
  {
    code: 'binhai',
    name: '滨海市第二人民医院',
    settings: { letterNumberPattern: '滨二转〔{year}〕{serial:5}号', letterValidDays: 15 },
    departments: { internal: '内科', surgery: '外科' },
    administrator: person('ren.bo', '任博', '信息科工程师', 'administrator'),
    people: [
      person('ma.chunsheng', '马春生', '主任医师', ['departmentDirector', 'internal']),
      person('ding.yue', '丁悦', '副主任医师', ['departmentLead', 'internal']),
      person('bai.xuefeng', '白雪峰', '主治医师', ['attendingPhysician', 'internal'], ['bedDoctor', 'internal']),
      person('hou.zhigang', '侯志刚', '主任医师', ['departmentDirector', 'surgery'], ['departmentLead', 'surgery']),
      person('qin.lan', '秦岚', '主治医师', ['attendingPhysician', 'surgery'], ['bedDoctor', 'surgery']),
      person('shi.yong', '石勇', '医务科主任', 'medicalDirector'),
      person('jia.rong', '贾荣', '医务科科员', 'medicalOfficer'),
      person('kong.fanwen', '孔繁文', '副院长', 'deanInCharge'),
      person('qian.weimin', '钱卫民', '副院长', 'businessDean'),
      person('yu.aihua', '于爱华', '医保办主任', 'insuranceDirector'),
      person('hao.lei', '郝磊', '医保办科员', 'insuranceLead', 'windowClerk'),
      person('mu.qing', '穆青', '医保办科员', 'windowClerk'),
      person('jin.hui', '金慧', '审计科科员', 'auditor'),
    ],
    walk: ['bai.xuefeng', 'ding.yue', 'mu.qing', 'shi.yong', 'kong.fanwen', 'qian.weimin', 'yu.aihua', 'ma.chunsheng', 'jia.rong'],
    warrants: [
      {
        holder: 'kong.fanwen',
        office: 'deanInCharge',
        substitute: 'shi.yong',
        from: { days: -1 },
        until: { days: 4 },
        reason: '外出考察',
      },
    ],
  },
];

export const demoPassword = 'Countersign-demo-1';

/** What somebody holds: office, and code of the department or null. */
export const officesOf = ({ holds }: DemoPerson) =>
  holds.map((one) => (typeof one === 'string' ? ([one, null] as const) : one));

/** One who holds the office, of the hospital's first department where the office belongs to one. */
export function holderOf({ people, administrator, departments }: DemoHospital, office: Office): DemoPerson {
  const [firstDepartment] = Object.keys(departments);
  const inFirst = (department: string | null) => department === null || department === firstDepartment;
  const holders = [administrator, ...people].filter((one) =>
    officesOf(one).some(([held, department]) => held === office && inFirst(department)),
  );
  // Those who hold no other office come first: each office then names somebody typical.
  return holders.sort((a, b) => a.holds.length - b.holds.length)[0]!;
}
