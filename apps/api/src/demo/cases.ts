import type { AgentPart, DestinationPart, DiagnosisPart, PatientPart } from '@countersign/contract';
import { checkCharacterOf, type Chain, type Urgency } from '@countersign/policy';
import {
  comment,
  decline,
  fillIn,
  handOver,
  inform,
  issueLetter,
  on,
  reject,
  release,
  remind,
  sendBack,
  sign,
  type DemoMoment,
  type DemoStep,
} from './steps.ts';

export interface DemoCase {
  hospital: string;
  chain: Chain;
  /** Code of the department. */
  department: string | null;
  urgency: Urgency;
  patient: PatientPart;
  diagnoses: DiagnosisPart[];
  condition: string;
  reason: string;
  destination: DestinationPart;
  agent: AgentPart | null;
  reported: { at: DemoMoment; by: string };
  steps: DemoStep[];
}

/** Division 990000 does not exist: a number like this is nobody's. */
function fictitious(birth: string, order: number): string {
  const digits = `990000${birth}${String(order).padStart(3, '0')}`;
  return digits + checkCharacterOf(digits);
}

let patients = 0;
const patient = (name: string, birth: string, order: number, more: Partial<PatientPart> = {}): PatientPart => {
  patients += 1;
  const serial = String(patients).padStart(4, '0');
  return {
    name,
    idNumber: fictitious(birth, order),
    phone: `1000001${serial}`,
    address: '东莞市松湖镇（虚构地址）',
    insuranceKind: '310',
    insuranceNo: `990000000001${serial}`,
    medicalRecordNo: `M${serial}`,
    ...more,
  };
};

const agent = (name: string, birth: string, order: number): AgentPart => ({
  name,
  idNumber: fictitious(birth, order),
  phone: '10000020001',
  hospital: '滨海市第二人民医院',
});

const diagnosis = (code: string, name: string): DiagnosisPart => ({ code, name });

const to = (name: string, division: string, department: string): DestinationPart => ({
  code: null,
  name,
  division,
  department,
});

const guangzhouCancer = to('广州示例肿瘤医院', '440100', '胸外科');
const guangzhouFirst = to('示例大学附属第一医院', '440100', '心脏外科');
const guangzhouChildren = to('广州示例妇女儿童医院', '440100', '血液肿瘤科');
const shenzhenHeart = to('深圳示例心血管病医院', '440300', '心脏外科');
const beijingNeurology = to('北京示例神经病学中心', '110000', '癫痫中心');

/** Somebody with an ID card who comes to the window. */
const withCard = (name: string, birth: string, order: number) => ({ name, idNumber: fictitious(birth, order) });

const demoCase = (one: Omit<DemoCase, 'agent' | 'department'> & Partial<DemoCase>): DemoCase => ({
  agent: null,
  department: null,
  ...one,
});

/** Cases in every state, so that whoever looks in first finds work awaiting them. All people are made up. */
export const demoCases: DemoCase[] = [
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'cardiology',
    urgency: 'urgent',
    patient: patient('郑国强', '19550718', 3),
    diagnoses: [diagnosis('I25.100', '动脉硬化性心脏病'), diagnosis('I20.000', '不稳定型心绞痛')],
    condition: '冠脉造影示左主干末端狭窄 80%，三支病变，左室射血分数 52%。',
    reason: '左主干及三支病变，有冠脉搭桥指征，本院无心脏外科。',
    destination: shenzhenHeart,
    reported: { at: on(1, '16:40'), by: 'xie.wenjie' },
    steps: [],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'oncology',
    urgency: 'routine',
    patient: patient('蔡丽萍', '19791002', 6),
    diagnoses: [diagnosis('C50.900', '乳房恶性肿瘤')],
    condition: '左乳癌保乳术后，切口愈合好，病理 pT1cN1M0，激素受体阳性。',
    reason: '保乳术后需调强放疗，本院放疗设备检修，预计两月。',
    destination: { ...guangzhouCancer, department: '放疗科' },
    reported: { at: on(2, '09:20'), by: 'song.yaqin' },
    steps: [inform(on(2, '15:05'), 'he.jianping', '同意转诊放疗。')],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'orthopaedics',
    urgency: 'routine',
    patient: patient('黎思琪', '20120424', 8, { insuranceKind: '390' }),
    diagnoses: [diagnosis('M41.900', '脊柱侧弯')],
    condition: '特发性脊柱侧弯，主胸弯 Cobb 角 58°，半年进展 9°。',
    reason: '有手术矫形指征，本院无脊柱矫形及术中神经监测条件。',
    destination: { ...guangzhouFirst, department: '脊柱外科' },
    reported: { at: on(4, '10:10'), by: 'pan.zhiyuan' },
    steps: [
      inform(on(4, '14:30'), 'feng.xiaolan', '情况属实。'),
      release(on(3, '09:05'), 'cai.meiling', 'parent', withCard('黎建华', '19830911', 5)),
      fillIn(on(3, '10:20'), 'feng.xiaolan'),
      sign(on(3, '11:45'), 'liang.weiqiang'),
      sendBack(on(2, '10:30'), 'xu.zhengming', 'fillIn', 'examinationMissing', '请补充全脊柱磁共振结果。'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'thoracic',
    urgency: 'urgent',
    patient: patient('罗永福', '19600229', 1),
    diagnoses: [diagnosis('C15.900', '食管恶性肿瘤')],
    condition: '胸中段食管鳞癌，长约 4 cm，超声内镜分期 T3N1。',
    reason: '拟行新辅助放化疗后胸腹腔镜食管癌根治术，本院不具备条件。',
    destination: guangzhouCancer,
    reported: { at: on(5, '09:00'), by: 'lin.yufei' },
    steps: [
      inform(on(5, '11:10'), 'wu.haoran', '病理已复核，同意转诊。'),
      release(on(4, '08:50'), 'mo.jiayi', 'spouse', withCard('何凤英', '19620815', 2)),
      fillIn(on(4, '10:00'), 'wu.haoran'),
      sign(on(4, '16:20'), 'chen.jing', '诊断明确，同意转诊。'),
      sign(on(3, '09:40'), 'xu.zhengming'),
      sign(on(1, '10:15'), 'zhao.qiming', '受委托审核，同意。'),
      remind(on(1, '15:00'), 'cai.meiling', '患者已约下周一入院，请尽快签字。'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'neurology',
    urgency: 'routine',
    patient: patient('彭嘉怡', '19980306', 4),
    diagnoses: [diagnosis('G40.900', '癫痫')],
    condition: '药物难治性癫痫，三种药物规范治疗两年，每月仍发作 4–6 次；磁共振示右侧海马硬化。',
    reason: '需颅内电极脑电监测及手术评估，本院无条件。',
    destination: beijingNeurology,
    reported: { at: on(3, '08:45'), by: 'yuan.jiaqi' },
    steps: [
      inform(on(3, '10:30'), 'shen.guoqing', '同意转诊评估。'),
      release(on(3, '15:20'), 'cai.meiling', 'self', withCard('彭嘉怡', '19980306', 4)),
      fillIn(on(2, '09:15'), 'shen.guoqing'),
      sign(on(2, '09:20'), 'shen.guoqing'),
      sign(on(1, '14:10'), 'xu.zhengming'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'thoracic',
    urgency: 'urgent',
    patient: patient('谢丽娟', '19731130', 2),
    diagnoses: [diagnosis('D15.200', '纵隔良性肿瘤'), diagnosis('G70.000', '重症肌无力')],
    condition: '前上纵隔 5.1 cm 占位，合并全身型重症肌无力，服溴吡斯的明症状部分控制。',
    reason: '胸腺瘤合并重症肌无力，围手术期危象风险高，需上级医院多学科处理。',
    destination: { ...guangzhouFirst, department: '胸外科' },
    reported: { at: on(7, '09:30'), by: 'wu.haoran' },
    steps: [
      inform(on(7, '11:00'), 'chen.jing', '同意。'),
      release(on(6, '09:10'), 'cai.meiling', 'child', withCard('林子健', '19970620', 7)),
      fillIn(on(6, '14:00'), 'chen.jing'),
      sign(on(6, '14:05'), 'chen.jing'),
      sign(on(5, '15:30'), 'xu.zhengming'),
      sign(on(5, '17:20'), 'wang.haiyan', '同意。'),
      sign(on(1, '08:35'), 'liu.zhenhua', '同意。'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'paediatrics',
    urgency: 'urgent',
    patient: patient('吴梓涵', '20190815', 9, { insuranceKind: '390' }),
    diagnoses: [diagnosis('C91.000', '急性淋巴细胞白血病')],
    condition: '发热、苍白 2 周，骨髓原始淋巴细胞 78%，免疫分型 B 系。',
    reason: '需儿童白血病规范化疗，本院无儿童血液专科。',
    destination: guangzhouChildren,
    reported: { at: on(8, '10:00'), by: 'su.wanting' },
    steps: [
      inform(on(8, '10:40'), 'jiang.tao', '请尽快办理。'),
      release(on(8, '14:30'), 'cai.meiling', 'parent', withCard('吴伟文', '19880101', 3)),
      fillIn(on(8, '15:10'), 'jiang.tao'),
      sign(on(8, '16:00'), 'ye.huizhen'),
      sign(on(7, '08:50'), 'xu.zhengming'),
      sign(on(7, '12:05'), 'liu.zhenhua'),
      sign(on(7, '12:40'), 'wang.haiyan'),
      sign(on(6, '09:25'), 'lai.shuzhen', '材料齐全，同意。'),
      issueLetter(on(6, '10:10'), 'cai.meiling'),
      handOver(on(6, '10:25'), 'cai.meiling', 'parent', withCard('吴伟文', '19880101', 3)),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'inpatient',
    department: 'cardiology',
    urgency: 'emergency',
    patient: patient('冯志成', '19580612', 7),
    diagnoses: [diagnosis('I21.900', '急性心肌梗死'), diagnosis('I23.200', '急性心肌梗死后室间隔缺损')],
    condition: '急性前壁心肌梗死第 3 天，新发全收缩期杂音，超声示室间隔穿孔 9 mm，主动脉内球囊反搏辅助中。',
    reason: '机械并发症，需外科修补，本院无心脏外科。',
    destination: guangzhouFirst,
    reported: { at: on(1, '08:05'), by: 'luo.sitong' },
    steps: [
      inform(on(1, '08:20'), 'zheng.lihua', '病情危急，请开通绿色通道。'),
      release(on(1, '08:40'), 'mo.jiayi', 'spouse', withCard('苏玉兰', '19610303', 6)),
      fillIn(on(1, '08:55'), 'luo.sitong'),
      comment(on(1, '09:30'), 'zheng.lihua', '接收医院已确认床位。'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'inpatient',
    department: 'oncology',
    urgency: 'routine',
    patient: patient('曾庆祥', '19520409', 5),
    diagnoses: [diagnosis('C16.900', '胃恶性肿瘤')],
    condition: '胃窦腺癌新辅助化疗四周期后，病灶缩小，无远处转移。',
    reason: '患者合并严重肺功能减退，需上级医院评估手术。',
    destination: { ...guangzhouCancer, department: '胃肠外科' },
    reported: { at: on(4, '09:50'), by: 'deng.zihan' },
    steps: [
      inform(on(4, '11:20'), 'song.yaqin', '同意。'),
      release(on(3, '10:00'), 'cai.meiling', 'child', withCard('曾文斌', '19800928', 1)),
      fillIn(on(3, '11:30'), 'deng.zihan'),
      comment(on(3, '11:40'), 'deng.zihan', '家属要求本周出院。'),
      sign(on(2, '08:30'), 'he.jianping'),
      sign(on(1, '16:05'), 'mo.jiayi', '代邱俊审核，同意。'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'inpatient',
    department: 'orthopaedics',
    urgency: 'routine',
    patient: patient('萧伟雄', '19690517', 9),
    diagnoses: [diagnosis('M51.200', '腰椎间盘突出')],
    condition: 'L4/5 椎间盘突出，保守治疗 3 周，疼痛缓解。',
    reason: '患者要求转上级医院手术。',
    destination: { ...guangzhouFirst, department: '脊柱外科' },
    reported: { at: on(9, '10:30'), by: 'pan.zhiyuan' },
    steps: [
      inform(on(9, '15:00'), 'tang.rui', '患者要求转诊。'),
      release(on(8, '09:00'), 'mo.jiayi', 'self', withCard('萧伟雄', '19690517', 9)),
      fillIn(on(8, '10:10'), 'pan.zhiyuan'),
      sign(on(8, '17:00'), 'tang.rui'),
      reject(on(7, '09:35'), 'lai.shuzhen', 'canTreatHere', '本院骨科可行椎间孔镜手术，不符合转诊条件。'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'inpatient',
    department: 'neurology',
    urgency: 'routine',
    patient: patient('欧阳静', '19870214', 2),
    diagnoses: [diagnosis('G35.x00', '多发性硬化')],
    condition: '复发缓解型多发性硬化，激素冲击后好转。',
    reason: '拟转上级医院评估生物制剂治疗。',
    destination: beijingNeurology,
    reported: { at: on(6, '14:20'), by: 'yuan.jiaqi' },
    steps: [decline(on(6, '16:45'), 'shen.guoqing', 'consultFirst', '先请院内多学科会诊，再定是否转诊。')],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'otherHospital',
    urgency: 'emergency',
    patient: patient('覃海生', '19770825', 1, { address: '滨海市望海区（虚构地址）' }),
    diagnoses: [diagnosis('J80.x00', '成人呼吸窘迫综合征'), diagnosis('J15.900', '细菌性肺炎')],
    condition: '重症肺炎并急性呼吸窘迫综合征，俯卧位通气下氧合指数 88 mmHg。',
    reason: '需体外膜肺氧合支持，现住医院及本院均无条件。',
    destination: { ...guangzhouFirst, department: '重症医学科' },
    agent: agent('韦东明', '19860611', 3),
    reported: { at: on(2, '10:15'), by: 'fang.lin' },
    steps: [
      inform(on(2, '10:50'), 'gao.peng', '三份材料原件已核对。'),
      release(on(2, '11:20'), 'cai.meiling', 'agent', withCard('韦东明', '19860611', 3)),
      fillIn(on(1, '11:10'), 'xu.zhengming'),
    ],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'otherHospital',
    urgency: 'emergency',
    patient: patient('梁桂英', '19480120', 4, { address: '滨海市望海区（虚构地址）', insuranceKind: '390' }),
    diagnoses: [diagnosis('I60.900', '蛛网膜下腔出血')],
    condition: '突发剧烈头痛、意识障碍，CT 示蛛网膜下腔出血，Hunt-Hess 3 级。',
    reason: '需急诊脑血管造影及动脉瘤栓塞，现住医院无介入条件。',
    destination: { ...guangzhouFirst, department: '神经外科' },
    agent: agent('陆小燕', '19930405', 6),
    reported: { at: on(1, '17:10'), by: 'gao.peng' },
    steps: [],
  }),
  demoCase({
    hospital: 'dongguan',
    chain: 'outpatient',
    department: 'oncology',
    urgency: 'routine',
    patient: patient('钟惠芳', '19660606', 8),
    diagnoses: [diagnosis('C73.x00', '甲状腺恶性肿瘤')],
    condition: '甲状腺乳头状癌术后，拟行放射性碘治疗。',
    reason: '本院无核素治疗病房。',
    destination: { ...guangzhouCancer, department: '核医学科' },
    reported: { at: on(34, '09:10'), by: 'deng.zihan' },
    steps: [
      inform(on(34, '10:00'), 'song.yaqin', '同意。'),
      release(on(33, '09:20'), 'cai.meiling', 'self', withCard('钟惠芳', '19660606', 8)),
      fillIn(on(33, '10:05'), 'song.yaqin'),
      sign(on(33, '15:00'), 'he.jianping'),
      sign(on(32, '09:00'), 'xu.zhengming'),
      sign(on(32, '11:30'), 'wang.haiyan'),
      sign(on(32, '16:40'), 'liu.zhenhua'),
      sign(on(31, '10:00'), 'lai.shuzhen'),
      issueLetter(on(31, '10:30'), 'cai.meiling'),
    ],
  }),
  demoCase({
    hospital: 'binhai',
    chain: 'inpatient',
    department: 'surgery',
    urgency: 'urgent',
    patient: patient('符大海', '19630710', 5, { address: '滨海市望海区（虚构地址）' }),
    diagnoses: [diagnosis('C22.000', '肝细胞癌')],
    condition: '肝右叶 7.5 cm 肿块，甲胎蛋白 1210 ng/mL，Child-Pugh A 级。',
    reason: '需解剖性肝切除，本院无条件。',
    destination: to('广州示例总医院', '440100', '肝胆胰外科'),
    reported: { at: on(2, '09:40'), by: 'qin.lan' },
    steps: [
      inform(on(2, '11:05'), 'hou.zhigang', '同意。'),
      release(on(2, '15:10'), 'mu.qing', 'spouse', withCard('王彩云', '19650223', 2)),
      fillIn(on(1, '09:00'), 'qin.lan'),
      sign(on(1, '10:30'), 'hou.zhigang'),
    ],
  }),
  demoCase({
    hospital: 'binhai',
    chain: 'outpatient',
    department: 'internal',
    urgency: 'routine',
    patient: patient('林春梅', '19700913', 8, { address: '滨海市望海区（虚构地址）' }),
    diagnoses: [diagnosis('M32.900', '系统性红斑狼疮')],
    condition: '系统性红斑狼疮并狼疮性肾炎，24 小时尿蛋白 3.6 g。',
    reason: '需肾穿刺活检明确病理类型，本院无条件。',
    destination: to('示例大学附属第一医院', '440100', '风湿免疫科'),
    reported: { at: on(1, '15:30'), by: 'bai.xuefeng' },
    steps: [],
  }),
  demoCase({
    hospital: 'binhai',
    chain: 'inpatient',
    department: 'internal',
    urgency: 'emergency',
    patient: patient('麦志刚', '19810819', 7, { address: '滨海市望海区（虚构地址）' }),
    diagnoses: [diagnosis('D61.900', '再生障碍性贫血')],
    condition: '重型再生障碍性贫血，中性粒细胞 0.2×10⁹/L，血小板 6×10⁹/L。',
    reason: '需抗胸腺细胞球蛋白治疗或移植评估，本院无层流病房。',
    destination: to('广州示例总医院', '440100', '血液内科'),
    reported: { at: on(5, '08:30'), by: 'bai.xuefeng' },
    steps: [
      inform(on(5, '09:00'), 'ding.yue', '病情危重，请尽快办理。'),
      release(on(5, '09:40'), 'hao.lei', 'sibling', withCard('麦志强', '19850612', 1)),
      fillIn(on(5, '10:20'), 'bai.xuefeng'),
      sign(on(5, '10:50'), 'ma.chunsheng'),
      sign(on(5, '11:30'), 'yu.aihua', '危重病例，同意。'),
      issueLetter(on(5, '11:45'), 'mu.qing'),
    ],
  }),
];
