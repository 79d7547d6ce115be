import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url);
import{PROJECT_ROOT,TARGETS}from"./chunk-6STAGHCZ.mjs";import{SOCS,__name,countVerdicts,escapeMarkdown,external_exports,inlineCode,keyNumberOf,renderBytes,renderCounts,renderGrid,renderPercent,renderTable,sha256,sha256Folder,writeFileAtomic}from"./chunk-VB55FIO4.mjs";import{readFile}from"node:fs/promises";import{dirname,join,relative}from"node:path";import{fileURLToPath}from"node:url";var packageSchema=external_exports.object({version:external_exports.string()});async function readOwnVersion(){let text=await readFile(join(PROJECT_ROOT,"package.json"),"utf8");return packageSchema.parse(JSON.parse(text)).version}__name(readOwnVersion,"readOwnVersion");async function hashOwnCode(){let running=relative(PROJECT_ROOT,dirname(fileURLToPath(import.meta.url))).split(/[\\/]/)[0],folders=[join(PROJECT_ROOT,running??"src"),join(PROJECT_ROOT,"worker")],hashes=await Promise.all(folders.map(folder=>sha256Folder(folder,isCode)));return sha256(hashes.join(" "))}__name(hashOwnCode,"hashOwnCode");function isCode(path){return/\.(ts|mjs|py|txt)$/.test(path)}__name(isCode,"isCode");var RULES_BY_CODE=new Map(Object.values(TARGETS).flatMap(({rules})=>rules.map(rule=>[rule.code,rule])));function groupBy(items,keyOf){let groups=new Map;for(let item of items){let key=keyOf(item),group=groups.get(key);group===void 0?groups.set(key,[item]):group.push(item)}return groups}__name(groupBy,"groupBy");function findCondition({code}){return RULES_BY_CODE.get(code)?.condition}__name(findCondition,"findCondition");function renderCondition(finding){let condition=findCondition(finding);return condition===void 0?"":`${escapeMarkdown(condition)} `}__name(renderCondition,"renderCondition");function renderWhere(builds){let socsByModel=groupBy(builds,({model})=>model);return[...groupBy(socsByModel,([,own])=>own.map(({soc})=>soc).join(", "))].map(([socs,models])=>`${renderModels(models.map(([model])=>model))} for ${socs}`).join("; ")}__name(renderWhere,"renderWhere");var MOST_MODELS=10;function renderModels(models){let shown=models.slice(0,MOST_MODELS).map(model=>inlineCode(model)),rest=models.length-shown.length;return rest>0?`${shown.join(", ")} and ${rest} more`:shown.join(", ")}__name(renderModels,"renderModels");function renderSeconds(seconds){return`${seconds.toFixed(1)} s`}__name(renderSeconds,"renderSeconds");function totalSeconds({steps}){return steps.reduce((sum,{seconds})=>sum+seconds,0)}__name(totalSeconds,"totalSeconds");function shareFindings(builds){let all=builds.flatMap(build=>build.findings.map(finding=>({finding,build})));return[...groupBy(all,({finding})=>JSON.stringify(finding)).values()].flatMap(([first,...others])=>first===void 0?[]:[{finding:first.finding,builds:[first.build,...others.map(({build})=>build)]}])}__name(shareFindings,"shareFindings");function renderSummary({builds,tool}){return[`# dlpu: ${renderCounts(builds)}`,...renderBuilds(builds,tool.version),""].join(`

`)}__name(renderSummary,"renderSummary");function renderBuilds(builds,version){return[renderGrid(builds),...renderFindings(builds),...renderArtifacts(builds),...renderProvenance(builds,version)]}__name(renderBuilds,"renderBuilds");function renderFindings(builds){let shared=shareFindings(builds);return[["error","Must be fixed",!1],["warning","Worth a look",!1],["info","Advice",!0]].map(([severity,title,folded])=>({title,folded,found:shared.filter(({finding})=>finding.severity===severity)})).filter(({found})=>found.length>0).map(({title,found,folded})=>{let list2=found.map(renderFinding).join(`

`);return folded?`<details><summary>${title} (${found.length})</summary>

${list2}

</details>`:`## ${title}

${list2}`})}__name(renderFindings,"renderFindings");function renderFinding({finding,builds}){return[`- **${escapeMarkdown(finding.code)}** ${renderWhere(builds)}: ${renderCondition(finding)}${escapeMarkdown(finding.evidence,1e3)}`,`  **Do:** ${escapeMarkdown(finding.remedy,1e3)} (source: ${escapeMarkdown(finding.source,400)})`].join(`<br>
`)}__name(renderFinding,"renderFinding");function renderArtifacts(builds){let rows=builds.filter(({files})=>files.length>0).map(build=>{let[main]=build.files;return[inlineCode(`${build.soc}/${build.name}/${main?.path??""}`),build.precision,renderBytes(main?.sizeBytes??0),build.contract?.larodDevice??"–",inlineCode(main?.sha256.slice(0,12)??""),build.reused?"reused":renderSeconds(totalSeconds(build))]});return rows.length===0?[]:[`## Artifacts

${renderTable(["Artifact","Precision","Size","larod device","SHA-256","Made in"],rows)}`]}__name(renderArtifacts,"renderArtifacts");function renderProvenance(builds,version){let kinds=new Set(builds.flatMap(({fidelity})=>fidelity===null?[]:[fidelity.data.kind]));return[["Numbers in the grid are measured on this machine by emulation, against the float model; no camera was involved.",...kinds.has("calibration")?["Where no evaluation data was given, the calibration data was used: such numbers flatter the model."]:[],...kinds.has("synthetic")?["“Synthetic data” means seeded noise, for lack of calibration data: it says nothing about accuracy."]:[],`Made by dlpu ${version}.`].join(" ")]}__name(renderProvenance,"renderProvenance");function printable(text){return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,character=>`\\u{${(character.codePointAt(0)??0).toString(16)}}`)}__name(printable,"printable");function wrap(text,width){let lines=[],line="";for(let word of text.split(" ").flatMap(whole=>cut(whole,width)))line!==""&&line.length+1+word.length>width?(lines.push(line),line=word):line=line===""?word:`${line} ${word}`;return[...lines,line]}__name(wrap,"wrap");function cut(word,width){return word.match(new RegExp(`.{1,${width}}`,"gsu"))??[word]}__name(cut,"cut");import{createHash}from"node:crypto";var SAFE=Symbol("safe markup"),MAX_TEXT=1e3,INDENTATION=/\s*\n\s*/g;function html(strings,...parts){let raw=strings.map(text=>text.replace(INDENTATION,`
`));return trusted(String.raw({raw},...parts.map(markupOf)))}__name(html,"html");function trusted(markup){return{[SAFE]:markup}}__name(trusted,"trusted");function renderMarkup(part){return part[SAFE]}__name(renderMarkup,"renderMarkup");function escapeHtml(text){return printable(shorten(text)).replace(/[&<>"]/g,character=>`&#${character.charCodeAt(0)};`)}__name(escapeHtml,"escapeHtml");function markupOf(part){return part===void 0?"":typeof part=="string"?escapeHtml(part):typeof part=="number"?String(part):SAFE in part?part[SAFE]:part.map(item=>item[SAFE]).join("")}__name(markupOf,"markupOf");function shorten(text){return text.length<=MAX_TEXT?text:`${text.slice(0,MAX_TEXT)}… (${text.length} characters)`}__name(shorten,"shorten");function renderFilter({builds}){let verdicts=countVerdicts(builds).map(([verdict])=>html`<option value="${verdict}">${verdict}</option>`),socs=SOCS.filter(soc=>builds.some(build=>build.soc===soc)).map(soc=>html`<option value="${soc}">${TARGETS[soc].title}</option>`),search=html`<input type="search" name="text" placeholder="model, rule, operator…" />`;return html`<form class="filter" aria-label="Filter the builds" autocomplete="off" hidden>
    ${renderField("Verdict",renderChoice("verdict",verdicts))}
    ${renderField("Soc",renderChoice("soc",socs))} ${renderField("Text",search)}
    <button type="reset">Show all</button>
    <button type="button" name="all">Open or close all</button>
    <output name="shown">${builds.length} of ${builds.length} builds</output>
  </form>`}__name(renderFilter,"renderFilter");function renderChoice(name,options){return html`<select name="${name}">
    <option value="">any</option>
    ${options}
  </select>`}__name(renderChoice,"renderChoice");function renderField(title,control){return html`<label>${title} ${control}</label>`}__name(renderField,"renderField");function anchorOf({soc,name}){return`${soc}/${name.replace(/[^\w.-]+/g,"_").slice(0,200)}`}__name(anchorOf,"anchorOf");var SHAPES={passed:'<circle cx="8" cy="8" r="7"/><path class="glyph" d="M4.5 8.3 7 10.8l4.6-5.3"/>',warned:'<path d="M8 .8 15.6 14.6H.4z"/><path class="glyph" d="M8 5.6v4.2m0 2.1v.4"/>',failed:'<path d="M4.7 1h6.6L15 4.7v6.6L11.3 15H4.7L1 11.3V4.7z"/><path class="glyph" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>',skipped:'<rect x="1" y="1" width="14" height="14" rx="4"/><path class="glyph" d="m5 5 3 3-3 3m3.5-6 3 3-3 3"/>',errored:'<path d="M8 0 9.9 3.4 13.7 2.3 12.6 6.1 16 8 12.6 9.9 13.7 13.7 9.9 12.6 8 16 6.1 12.6 2.3 13.7 3.4 9.9 0 8 3.4 6.1 2.3 2.3 6.1 3.4z"/><path class="glyph" d="M8 4.6v3.9m0 2v.4"/>',error:'<path d="M4.7 1h6.6L15 4.7v6.6L11.3 15H4.7L1 11.3V4.7z"/><path class="glyph" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>',warning:'<path d="M8 .8 15.6 14.6H.4z"/><path class="glyph" d="M8 5.6v4.2m0 2.1v.4"/>',info:'<circle cx="8" cy="8" r="7"/><path class="glyph" d="M8 7.2v4.2m0-7v.4"/>'};function renderIconSheet(){let symbols=Object.entries(SHAPES).map(([name,shape])=>trusted(`<symbol id="icon-${name}" viewBox="0 0 16 16">${shape}</symbol>`));return html`<svg class="icon-sheet" aria-hidden="true">${symbols}</svg>`}__name(renderIconSheet,"renderIconSheet");function renderMark(name,text=name){let icon=html`<svg class="icon" aria-hidden="true"><use href="#icon-${name}" /></svg>`;return html`<span class="mark ${name}">${icon} ${text}</span>`}__name(renderMark,"renderMark");function renderFindingIndex({builds}){let problems=[...listFired(builds,"error"),...listFired(builds,"warning")],advice=listFired(builds,"info");return problems.length+advice.length===0?html``:html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    ${problems.length===0?html`<p>Advice only.</p>`:renderFired(problems)}
    ${advice.length===0?void 0:renderAdvice(advice)}
  </section>`}__name(renderFindingIndex,"renderFindingIndex");function listFired(builds,severity){let fired=new Map;for(let build of builds)for(let finding of build.findings.filter(item=>item.severity===severity)){let known=fired.get(finding.code)??{finding,builds:new Set};known.builds.add(build),fired.set(finding.code,known)}return[...fired.values()].map(({finding,builds:found})=>({finding,builds:[...found]}))}__name(listFired,"listFired");function renderAdvice(advice){return html`<details class="advice">
    <summary>Advice (${advice.length})</summary>
    ${renderFired(advice)}
  </details>`}__name(renderAdvice,"renderAdvice");function renderFired(fired){let items=fired.map(({finding:{code,severity,evidence},builds})=>{let what=RULES_BY_CODE.get(code)?.condition??evidence;return html`<li class="${severity}">
      <h3>${renderMark(severity)} ${code}</h3>
      <p>${what}</p>
      ${renderLinks(builds)}
    </li>`});return html`<ul class="findings index">
    ${items}
  </ul>`}__name(renderFired,"renderFired");function renderLinks(builds){let byModel=[...groupBy(builds,({model})=>model)].map(([model,ofModel])=>{let links=ofModel.map(build=>html` <a href="#${anchorOf(build)}">${TARGETS[build.soc].title}</a>`);return html`<li><code>${model}</code>${links}</li>`});return html`<ul class="plain where">
    ${byModel}
  </ul>`}__name(renderLinks,"renderLinks");function renderGrid2({builds}){let socs=SOCS.filter(soc=>builds.some(build=>build.soc===soc)),rows=[...new Set(builds.map(({model})=>model))].map(model=>{let cells=socs.map(soc=>renderCell(builds.find(build=>build.model===model&&build.soc===soc)));return html`<tr>
      <th scope="row"><code>${model}</code></th>
      ${cells}
    </tr>`}),header=socs.map(soc=>html`<th scope="col">${TARGETS[soc].title}</th>`);return html`<section aria-labelledby="grid">
    <h2 id="grid">Models and socs</h2>
    <div class="scroll" role="group" aria-labelledby="grid" tabindex="0">
      <table class="grid">
        <thead>
          <tr>
            <th scope="col">Model</th>
            ${header}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`}__name(renderGrid2,"renderGrid");function renderCell(build){if(build===void 0)return html`<td class="absent">not asked for</td>`;let number=keyNumberOf(build);return html`<td class="${build.verdict}">
    <a href="#${anchorOf(build)}">${renderMark(build.verdict)}</a>${number===void 0?void 0:html`<span class="key-number">${number}</span>`}
  </td>`}__name(renderCell,"renderCell");var MEASURED_AXIS_OS="12.11.72",MEASUREMENT_SOURCE="https://github.com/AxisCommunications/axis-model-zoo, README.md at commit 51d6beb8ef and its history (read 2026-11-22)",ROWS=[["artpec-7","MobilenetV2 (TF1)","Q1615 Mk III","uint8 QAT, Edge TPU","top-1 68.9 %, top-5 88.2 %",4.42,4.38,4.89,23],["artpec-7","MobilenetV2 (TF2)","Q1615 Mk III","int8 PTQ per-channel, Edge TPU","top-1 69.6 %, top-5 89.1 %",4.58,4.42,4.76,23],["artpec-7","MobilenetV3 (TF2)","Q1615 Mk III","int8 PTQ, Edge TPU","top-1 72.7 %, top-5 91.1 %",4.76,4.53,5.07,23],["artpec-8","MobilenetV2 (TF1)","P1465-LE","uint8 QAT per-tensor","top-1 68.8 %, top-5 88.9 %",9.89,9.47,9.99,23],["artpec-8","MobilenetV2 (TF1)","Q1656-LE","uint8 QAT per-tensor","top-1 68.8 %, top-5 88.9 %",5.36,5.19,7.27,23],["artpec-9","MobilenetV2 (TF1)","Q1728","uint8 QAT per-tensor","top-1 69.1 %, top-5 89.0 %",2.02,2.01,2.8,10],["cv25","MobilenetV2 (TF1)","M3085-V","not stated","top-1 66.8 %, top-5 87.2 %",5.35,5.35,29.31,23],["cv25","EfficientNet-Lite0 (TF1)","M3085-V","not stated","top-1 71.2 %, top-5 90.3 %",6.86,6.74,36.28,23],["cv75","EfficientNet-Lite2 (TF1)","M2048-LE","int8","top-1 72.6 %, top-5 91.4 %",6.96,6.96,6.96,2],["cv75","MobilenetV2 (TF1)","M2048-LE","not stated","top-1 67.2 %, top-5 89.2 %",2.98,2.98,2.98,2],["artpec-7","SSD MobileNet v2","Q1615 Mk III","uint8 QAT, Edge TPU","mAP 25.6 %",18.07,17.11,19.09,16],["artpec-7","SSDLite MobileDet","Q1615 Mk III","int8/uint8 QAT, Edge TPU","mAP 32.9 %",34.17,30.29,34.17,16],["artpec-8","SSD MobilenetV2","P1465-LE","uint8 QAT per-tensor","mAP 25.6 %",28.14,27.89,29.38,16],["artpec-8","SSDLite MobileDet","P1465-LE","uint8 QAT per-tensor","mAP 32.9 %",38.53,38.44,41.81,16],["artpec-8","Yolov5n-Artpec8","P1465-LE","int8, uint8 at both ends","mAP 23.5 %",100.07,99.99,100.33,16],["artpec-8","SSD MobilenetV2","Q1656-LE","uint8 QAT per-tensor","mAP 25.6 %",17.84,17.67,18.92,16],["artpec-8","SSDLite MobileDet","Q1656-LE","uint8 QAT per-tensor","mAP 32.9 %",28.19,28.19,31.19,16],["artpec-8","Yolov5n-Artpec8","Q1656-LE","int8, uint8 at both ends","mAP 23.5 %",55.57,54.62,55.57,16],["artpec-8","Yolov5s-Artpec8","Q1656-LE","int8, uint8 at both ends","mAP 32.3 %",69.97,69.31,70.15,16],["artpec-8","Yolov5m-Artpec8","Q1656-LE","int8, uint8 at both ends","mAP 37.9 %",95.65,94.58,95.65,16],["artpec-9","SSD MobilenetV2","Q1728","uint8 QAT per-tensor","mAP 25.6 %",10.48,10.35,14.44,10],["artpec-9","SSDLite MobileDet","Q1728","uint8 QAT per-tensor","mAP 32.9 %",21.48,20.83,25.62,10],["artpec-9","Yolov5n-Artpec9","Q1728","int8, uint8 at both ends","mAP 23.3 %",31.85,31.85,55.02,10],["artpec-9","Yolov5s-Artpec9","Q1728","int8, uint8 at both ends","mAP 32.2 %",35,35,58.93,10],["artpec-9","Yolov5m-Artpec9","Q1728","int8, uint8 at both ends","mAP 38.1 %",42.7,42.7,68.64,10],["cv25","Yolov5s-CV25","M3085-V","not stated","mAP 37.0 %",128.36,128.36,128.36,2],["cv75","Yolov8n_det-CV75","M2048-LE","not stated","mAP 37.3 %",11.48,11.48,11.48,2]],MEASUREMENTS=ROWS.map(([soc,model,camera,precision,accuracy,latencyMs,fastestMs,slowestMs,releases])=>({soc,model,camera,precision,accuracy,latencyMs,releases,latencyRangeMs:[fastestMs,slowestMs]}));var LETTERS={CONV_2D:"C",DEPTHWISE_CONV_2D:"D",ADD:"A",MEAN:"P",AVERAGE_POOL_2D:"P",FULLY_CONNECTED:"F",MAX_POOL_2D:"M",RESIZE_NEAREST_NEIGHBOR:"R"},WIDTH_CAUTION="Networks of other widths have the same structure: compare the sizes of the files.",RECOGNITIONS=[{title:"MobileNetV2",measured:["MobilenetV2 (TF1)","MobilenetV2 (TF2)"],input:[224,224],caution:WIDTH_CAUTION,skeleton:classifier([1,2,3,4,3,3,1])},{title:"EfficientNet-Lite0",measured:["EfficientNet-Lite0 (TF1)"],caution:WIDTH_CAUTION,skeleton:classifier([1,2,2,3,3,4,1])},{title:"EfficientNet-Lite2",measured:["EfficientNet-Lite2 (TF1)"],caution:WIDTH_CAUTION,skeleton:classifier([1,3,3,4,4,5,1])},{title:"YOLOv5n or YOLOv5s",measured:["Yolov5n-Artpec8","Yolov5s-Artpec8","Yolov5n-Artpec9","Yolov5s-Artpec9","Yolov5s-CV25"],input:[640,640],caution:"n and s differ in width alone, and Axis’ ones have ReLU6 and channel counts of their own: compare the sizes of the files.",skeleton:detector({beforePool:32,afterPool:2,neck:6,head:20})},{title:"YOLOv5m",measured:["Yolov5m-Artpec8","Yolov5m-Artpec9"],input:[640,640],caution:"Axis’ one has ReLU6 and channel counts of its own: compare the sizes of the files.",skeleton:detector({beforePool:46,afterPool:2,neck:8,head:26})},{title:"YOLOv8n or YOLOv8s",measured:["Yolov8n_det-CV75"],caution:"n and s differ in width alone: compare the sizes of the files.",skeleton:detector({beforePool:26,afterPool:1,neck:4,head:33})}];function recognizeFamily(operatorNames){let skeleton=operatorNames.map(name=>LETTERS[name]??"").join("");return RECOGNITIONS.find(family=>family.skeleton.test(skeleton))}__name(recognizeFamily,"recognizeFamily");function findMeasurements(family,soc){return MEASUREMENTS.filter(measurement=>measurement.soc===soc&&family.measured.includes(measurement.model))}__name(findMeasurements,"findMeasurements");function classifier(stages){let blocks=stages.flatMap(length=>["CDC",...Array.from({length:length-1},()=>"CDCA")]).join("").slice(1);return new RegExp(`^C${blocks}CP[CF]$`)}__name(classifier,"classifier");function detector(convolutions){let{beforePool,afterPool,neck,head}=convolutions,run=__name(count2=>`(?:CA*){${count2}}`,"run");return new RegExp(`^${run(beforePool)}MMM${run(afterPool)}R${run(neck)}R${run(head)}$`)}__name(detector,"detector");function renderTable2(caption,columns,rows){let header=columns.map(({title,numeric})=>html`<th scope="col" ${numericClass(numeric)}>${title}</th>`),body=rows.map(cells=>html`<tr>
        ${cells.map((cell,position)=>position===0?html`<th scope="row">${cell}</th>`:html`<td${numericClass(columns[position]?.numeric)}>${cell}</td>`)}
      </tr>`);return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${header}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`}__name(renderTable2,"renderTable");function numericClass(numeric){return numeric===!0?html` class="number"`:html``}__name(numericClass,"numericClass");function renderFacts(facts){let items=facts.map(([term,description])=>html`<div>
        <dt>${term}</dt>
        <dd>${description}</dd>
      </div>`);return html`<dl class="facts">${items}</dl>`}__name(renderFacts,"renderFacts");function renderCode(text){return html`<code>${text}</code>`}__name(renderCode,"renderCode");function renderContract(contract){if(contract===null)return html`<p>None: there is no file to load.</p>`;let{file,larodDevice,precision,inputs,outputs}=contract,rows=[...inputs.map(tensor=>renderTensor(`input ${tensor.index}`,tensor,describeImage(tensor))),...outputs.map(tensor=>renderTensor(`output ${tensor.index}`,tensor,""))];return html`${renderFacts([["File to load",renderCode(file)],["larod device",renderCode(larodDevice)],["Precision",html`${precision}`]])}
  ${renderTable2("Inputs and outputs",COLUMNS,rows)}`}__name(renderContract,"renderContract");var COLUMNS=[{title:"Tensor"},{title:"Name"},{title:"Shape"},{title:"Type"},{title:"Bytes",numeric:!0},{title:"Real value"},{title:"Picture"}];function renderTensor(title,tensor,picture){return[html`${title}`,renderCode(tensor.name),html`${tensor.shape.join(" × ")}`,html`${tensor.dtype}`,html`${tensor.sizeBytes}`,html`${describeQuantization(tensor)}`,html`${picture}`]}__name(renderTensor,"renderTensor");function describeQuantization({quantization}){if(quantization===null)return"as stored";let{scale,zeroPoint}=quantization;return`${scale.toPrecision(6)} × (stored − ${zeroPoint})`}__name(describeQuantization,"describeQuantization");function describeImage({layout,preprocess}){if(preprocess===null)return"";let{resize,color,mean,std}=preprocess;return`${layout}, ${color}, ${resize}, (pixel − ${list(mean)}) ÷ ${list(std)}`}__name(describeImage,"describeImage");function list(values){return values.length===1?String(values[0]):`[${values.join(", ")}]`}__name(list,"list");function renderFidelity({fidelity,verdict}){return fidelity===null?html`<p>Not measured.</p>`:html`
    ${verdict==="skipped"?FLOAT_ONLY:void 0} ${renderFacts(listFacts(fidelity))}
    ${renderOutputs(fidelity.outputs)}
  `}__name(renderFidelity,"renderFidelity");var FLOAT_ONLY=html`<p>
  Of the float model that the bundle holds; what the compiler makes of it is not known.
</p>`;function renderOutputs(outputs){return outputs.length===0?html`<p>There is no float model to compare the outputs with.</p>`:renderTable2("Fidelity of each output",COLUMNS2,outputs.map(renderOutput))}__name(renderOutputs,"renderOutputs");var COLUMNS2=[{title:"Output"},{title:"SQNR",numeric:!0},{title:"Cosine",numeric:!0},{title:"Largest error",numeric:!0},{title:"Saturated",numeric:!0}];function renderOutput({name,equal,...output}){let{sqnrDb,cosine,maxAbsError,saturation}=output;return[renderCode(name),html`${sqnrDb===null?renderMissing(equal):`${sqnrDb.toFixed(1)} dB`}`,html`${cosine===null?renderMissing(equal):cosine.toFixed(4)}`,html`${maxAbsError.toPrecision(3)}`,html`${saturation===null?"–":renderPercent(saturation)}`]}__name(renderOutput,"renderOutput");function renderMissing(equal){return equal?"equal":"–"}__name(renderMissing,"renderMissing");function listFacts({data,top1Agreement,accuracy,emulation}){let{kernels,spread}=emulation;return[...accuracy===null?[]:[accuracyFact(accuracy)],...top1Agreement===null?[]:[fact("Same best class as float",`${renderPercent(top1Agreement)} of the samples`)],fact("Measured on",describeData(data)),...data.sha256===null?[]:[["Data’s SHA-256",renderCode(data.sha256)]],fact("Emulated by",`${kernels}; no camera was involved`),...spread===null?[]:[fact("What the emulation does not know",`${spread.kernels} differ in ${renderPercent(spread.differing)} of the output values on ${spread.samples} samples, by ${spread.maxLsb} quantization steps at most and ${spread.meanLsb.toPrecision(2)} on average`)]]}__name(listFacts,"listFacts");function accuracyFact(accuracy){let float=accuracy.float===null?"":` (float ${renderPercent(accuracy.float)})`;return fact("Top-1 accuracy",`${renderPercent(accuracy.final)}${float} on ${accuracy.samples} labelled samples`)}__name(accuracyFact,"accuracyFact");function fact(term,text){return[term,html`${text}`]}__name(fact,"fact");var DATA_WORDS={evaluation:"samples of the evaluation data",calibration:"samples of the calibration data, which flatters the model",synthetic:"samples of seeded noise, which says nothing about accuracy"};function describeData({kind,samples}){return`${samples} ${DATA_WORDS[kind]}`}__name(describeData,"describeData");var MAX_LISTED=8;function renderFiles(files){let rows=[...groupBy(files,folderOf)].flatMap(([folder,inFolder])=>folder!==""&&inFolder.length>MAX_LISTED?[renderFolder(folder,inFolder)]:inFolder.map(renderFile));return renderTable2("Files of the artifact",COLUMNS3,rows)}__name(renderFiles,"renderFiles");var COLUMNS3=[{title:"File"},{title:"Size",numeric:!0},{title:"SHA-256"}];function folderOf({path}){return path.slice(0,path.lastIndexOf("/")+1)}__name(folderOf,"folderOf");function renderFile({path,sizeBytes,sha256:sha2562}){return[renderCode(path),html`${renderBytes(sizeBytes)}`,renderCode(sha2562)]}__name(renderFile,"renderFile");function renderFolder(folder,files){let sizeBytes=files.reduce((sum,file)=>sum+file.sizeBytes,0);return[renderCode(folder),html`${renderBytes(sizeBytes)}`,html`${files.length} files, each with its hash in <code>SHA256SUMS</code>`]}__name(renderFolder,"renderFolder");var BY_SEVERITY=["error","warning","info"];function renderFindings2(findings){if(findings.length===0)return html`<p>None.</p>`;let items=BY_SEVERITY.flatMap(severity=>findings.filter(finding=>finding.severity===severity).map(renderFinding2));return html`<ul class="findings">
    ${items}
  </ul>`}__name(renderFindings2,"renderFindings");function renderFinding2({code,severity,evidence,remedy,source}){return html`<li class="${severity}">
    <h5>${renderMark(severity)} ${code}</h5>
    <p>${RULES_BY_CODE.get(code)?.condition??""}</p>
    <ul class="evidence">
      ${evidence.split("; ").map(part=>html`<li>${part}</li>`)}
    </ul>
    <p><b>Do:</b> ${remedy}</p>
    <p class="source">Source: ${renderSource(source)}</p>
  </li>`}__name(renderFinding2,"renderFinding");function renderSource(source){return source.split(/(https:\/\/[\w.-]+\/[^\s<>"',;)]*)/).map((part,position)=>position%2===0?html`${part}`:renderLink(part))}__name(renderSource,"renderSource");function renderLink(address){return html`<a href="${address}" rel="noreferrer">${address}</a>`}__name(renderLink,"renderLink");function groupPlacement(operators){let runs=[];for(let operator of operators){let last=runs.at(-1);last!==void 0&&isSameRun(last,operator)?last.operators.push(operator):runs.push({...operator,operators:[operator]})}return runs.map(({placement,reasons,operators:run})=>({placement,reasons,operators:run}))}__name(groupPlacement,"groupPlacement");function isSameRun(run,{placement,reasons}){return run.placement===placement&&run.reasons.join(" ")===reasons.join(" ")}__name(isSameRun,"isSameRun");function renderIndexes({operators}){let[first,last]=[operators[0]?.index??0,operators.at(-1)?.index??0];return first===last?`#${first}`:`#${first}–#${last}`}__name(renderIndexes,"renderIndexes");function renderNames(operators){return[...groupBy(operators,({name})=>name)].sort(([,a],[,b])=>b.length-a.length).map(([name,{length}])=>length===1?name:`${name} ×${length}`).join(", ")}__name(renderNames,"renderNames");var LANES={dlpu:{y:0,height:9},cpu:{y:11,height:9}},MAX_SEPARATED=160;function renderStrip(operators,decorative=!1){let runs=groupPlacement(operators),box=html`class="strip" viewBox="0 0 ${operators.length} 20" preserveAspectRatio="none"`,bars=drawBars(operators,runs);return decorative?html`<svg ${box} aria-hidden="true">${bars}</svg>`:html`<svg ${box} role="img" aria-label="${describeStrip(operators,runs)}">${bars}</svg>`}__name(renderStrip,"renderStrip");function drawBars(operators,runs){return[...[...groupBy(runs,colourOf)].map(([colour,ofColour])=>{let rectangles=ofColour.map(run=>outlineRun(run,operators));return trusted(`<path class="${colour}" d="${rectangles.join("")}"/>`)}),renderSeparators(operators.length)]}__name(drawBars,"drawBars");function colourOf({placement,reasons}){return placement==="dlpu"?"dlpu":reasons.length===0?"cpu":"off"}__name(colourOf,"colourOf");function outlineRun(run,operators){let{y,height}=LANES[run.placement],x=run.operators[0]===void 0?0:operators.indexOf(run.operators[0]),width=run.operators.length;return`M${x} ${y}h${width}v${height}h-${width}z`}__name(outlineRun,"outlineRun");function renderSeparators(count2){if(count2>MAX_SEPARATED||count2<2)return html``;let lines=Array.from({length:count2-1},(_,position)=>`M${position+1} 0v20`);return trusted(`<path class="separators" d="${lines.join("")}"/>`)}__name(renderSeparators,"renderSeparators");function describeStrip(operators,runs){let off=runs.filter(({placement})=>placement==="cpu"),onDlpu=operators.filter(({placement})=>placement==="dlpu").length,where=off.map(run=>`${renderIndexes(run)} ${renderNames(run.operators)}`).join("; ");return`${onDlpu} of ${operators.length} operators on the DLPU${where===""?"":`; on the CPU: ${where}`}`}__name(describeStrip,"describeStrip");function renderPlacement({operators,segments,soc}){if(operators.length===0)return html`<p>Not known: no list of ${TARGETS[soc].title}’s operators is public.</p>`;let groups=groupBy(groupPlacement(operators),({placement,reasons})=>[placement,...reasons].join(" "));return html`
    <p>${renderPlacementCount({operators,segments})}.</p>
    <div class="lanes">
      <span>DLPU<br />CPU</span>${renderStrip(operators)}
    </div>
    ${renderTable2("Placement of the operators",COLUMNS4,[...groups.values()].map(renderGroup))}
    ${renderReasons(operators)}
  `}__name(renderPlacement,"renderPlacement");function renderPlacementCount({operators,segments}){let onDlpu=operators.filter(({placement})=>placement==="dlpu").length,unit=segments===1?"segment":"segments";return`${onDlpu} of ${operators.length} operators on the DLPU, ${segments??0} ${unit} (predicted)`}__name(renderPlacementCount,"renderPlacementCount");var COLUMNS4=["Runs on","What","Operators","Why not on the DLPU"].map(title=>({title}));function renderGroup(runs){let operators=runs.flatMap(run=>run.operators);return[html`${runs[0]?.placement.toUpperCase()}`,html`<code>${renderNames(operators)}</code>`,html`${runs.map(renderIndexes).join(", ")}`,html`${runs[0]?.reasons.join(", ")}`]}__name(renderGroup,"renderGroup");function renderReasons(operators){let items=[...new Set(operators.flatMap(({reasons})=>reasons))].map(code=>html`<li><b>${code}</b> ${RULES_BY_CODE.get(code)?.condition}</li>`);return html`<ul class="plain reasons">
    ${items}
  </ul>`}__name(renderReasons,"renderReasons");var LINE_END=trusted(`
`);function renderToolchain({toolchain,contentKey}){let tools=Object.entries(toolchain).map(([name,version])=>[name,renderCode(version)]);return renderFacts([...tools,["Content key",renderCode(contentKey)]])}__name(renderToolchain,"renderToolchain");function renderReproduction(build){let{model,soc,name,contract,files}=build,commands=[`dlpu build --models ${quote(model)} --soc ${soc} --out out`,...files.length===0?[]:[`cd ${quote(`out/${soc}/${name}`)} && sha256sum --check SHA256SUMS`],...contract===null?[]:[`larod-client -p -R 100 -c ${contract.larodDevice} -g ${quote(contract.file)} -i ''`]];return html`<p>
      In the folder of <code>dlpu.yml</code>, with dlpu’s locked toolchain; equal content keys give
      equal bytes.${contract===null?"":" The last line runs on a camera, and measures there."}
    </p>
    <pre tabindex="0"><code>${commands.map(command=>html`${command}${LINE_END}`)}</code></pre>`}__name(renderReproduction,"renderReproduction");function quote(word){return/^[\w./@%+-]+$/.test(word)?word:`'${word.replaceAll("'","'\\''")}'`}__name(quote,"quote");function renderReference(build,family){let{title}=TARGETS[build.soc];if(family===void 0)return html`<p>
      Nothing comparable: no network of this structure is in Axis’ model zoo. Measure on a camera.
    </p>`;let measurements=findMeasurements(family,build.soc);return measurements.length===0?html`<p>
      The structure is that of ${family.title}, of which Axis published nothing for ${title}.
    </p>`:html`<p>
      The structure is that of <b>${family.title}</b>. Axis
      <span class="origin">published</span> for its own file, AXIS OS ${MEASURED_AXIS_OS}, on random
      input:
    </p>
    ${renderTable2("Published latency",COLUMNS5,measurements.map(renderMeasurement))}
    <p>This one: ${describeOwn(build)}.${describeInput(family)} ${family.caution}</p>
    <p class="source">Source: ${MEASUREMENT_SOURCE}</p>`}__name(renderReference,"renderReference");var COLUMNS5=[{title:"Axis’ model"},{title:"Camera"},{title:"Latency",numeric:!0},{title:"Over releases of AXIS OS",numeric:!0},{title:"Precision"},{title:"Accuracy"}];function renderMeasurement(measurement){let{model,camera,latencyMs,latencyRangeMs,releases,precision,accuracy}=measurement,[fastest,slowest]=latencyRangeMs;return[html`${model}`,html`${camera}`,html`${latencyMs.toFixed(2)} ms`,html`${fastest.toFixed(2)}–${slowest.toFixed(2)} ms (${releases})`,html`${precision}`,html`${accuracy}`]}__name(renderMeasurement,"renderMeasurement");function describeOwn(build){let[input]=build.contract?.inputs??[],[file]=build.files;return[...input===void 0?[]:[`input ${input.shape.join(" × ")}`],...file===void 0?[]:[renderBytes(file.sizeBytes)],build.precision,...build.operators.length===0?[]:[renderPlacementCount(build)]].join(", ")}__name(describeOwn,"describeOwn");function describeInput({input}){return input===void 0?"":` Axis’ input: ${input.join(" × ")}.`}__name(describeInput,"describeInput");function renderSteps(build){let rows=build.steps.map(({name,outcome,detail,seconds,peakMemoryBytes})=>[html`${name}`,html`${outcome}`,html`${detail.map(line=>html`<p>${line}</p>`)}`,html`${renderSeconds(seconds)}`,html`${peakMemoryBytes===0?"–":renderBytes(peakMemoryBytes)}`]),total=build.reused?"Reused from an earlier build with the same content key; the times are that build’s.":`Together ${renderSeconds(totalSeconds(build))}; steps that several builds need run once.`;return html`<p>${total}</p>
    ${renderTable2("Steps",COLUMNS6,rows)}`}__name(renderSteps,"renderSteps");var COLUMNS6=[{title:"Step"},{title:"Outcome"},{title:"What it did"},{title:"Time",numeric:!0},{title:"Peak memory",numeric:!0}];function renderBuild(build,{family,open}){let reason=build.reason===null?void 0:html`<p class="reason">${build.reason}</p>`;return html`<details
    class="build ${build.verdict}"
    data-soc="${build.soc}"
    data-verdict="${build.verdict}"
    ${open?html` open`:void 0}
  >
    <summary>${renderSummaryLine(build)}</summary>
    <div class="body" id="${anchorOf(build)}" tabindex="-1">
      ${reason}${sectionsOf(build,family).map(renderSection)}
    </div>
  </details>`}__name(renderBuild,"renderBuild");function renderSummaryLine(build){let{soc,verdict,operators,files}=build,size=files[0]===void 0?"":renderBytes(files[0].sizeBytes),strip=operators.length===0?void 0:renderStrip(operators,!0);return html`
    <h3>${TARGETS[soc].title}</h3>
    ${renderMark(verdict)}
    <div class="lane">${strip}</div>
    <div class="key-number">${keyNumberOf(build)??""}</div>
    <div class="size">${size}</div>
  `}__name(renderSummaryLine,"renderSummaryLine");function sectionsOf(build,family){return[{title:"Findings",content:renderFindings2(build.findings)},...build.files.length===0?[]:artifactSectionsOf(build,family),...build.steps.length===0?[]:[{title:"Steps",origin:"measured",content:renderSteps(build)}],{title:"Toolchain",content:renderToolchain(build)},{title:"How to reproduce",content:renderReproduction(build)}]}__name(sectionsOf,"sectionsOf");function artifactSectionsOf(build,family){return[{title:"Placement",origin:"predicted",content:renderPlacement(build)},{title:"Fidelity",origin:"measured",content:renderFidelity(build)},{title:"Reference latency",origin:"published",content:renderReference(build,family)},{title:"Contract",content:renderContract(build.contract)},{title:"Files",content:renderFiles(build.files)}]}__name(artifactSectionsOf,"artifactSectionsOf");function renderSection({title,origin,content}){let mark=origin===void 0?void 0:html` <span class="origin">${origin}</span>`;return html`<section>
    <h4>${title}${mark}</h4>
    ${content}
  </section>`}__name(renderSection,"renderSection");function renderModel(model,builds,open){let family=findFamily(builds),structure=family===void 0?"":`Structure: ${family.title}`;return html`<section class="model">
    <h2><code>${model}</code></h2>
    <p class="structure">${structure}</p>
    ${builds.map(build=>renderBuild(build,{family,open:open(build)}))}
  </section>`}__name(renderModel,"renderModel");function findFamily(builds){return builds.map(({operators})=>recognizeFamily(operators.map(({name})=>name))).find(family=>family!==void 0)}__name(findFamily,"findFamily");var SCRIPT=`
"use strict";
const builds = [...document.querySelectorAll(".build")];
const filter = document.querySelector(".filter");
const fields = filter.elements;

filter.hidden = builds.length < 2;
filter.addEventListener("input", applyFilter);
filter.addEventListener("reset", () => setTimeout(applyFilter));
filter.addEventListener("submit", (event) => event.preventDefault());
fields.all.addEventListener("click", () => {
  const open = builds.some((build) => !build.hidden && !build.open);
  for (const build of builds) if (!build.hidden) build.open = open;
});
addEventListener("hashchange", openTarget);
addEventListener("beforeprint", () => builds.forEach((build) => (build.open = true)));
openTarget();

function applyFilter() {
  const words = fields.text.value.toLowerCase();
  for (const build of builds) build.hidden = !isWanted(build, words);
  for (const model of document.querySelectorAll(".model"))
    model.hidden = !model.querySelector(".build:not([hidden])");
  const shown = builds.filter((build) => !build.hidden).length;
  fields.shown.value = shown + " of " + builds.length + " builds";
}

function isWanted(build, words) {
  const { verdict, soc } = fields;
  if (verdict.value && build.dataset.verdict !== verdict.value) return false;
  if (soc.value && build.dataset.soc !== soc.value) return false;
  const model = build.parentElement.querySelector("h2").textContent;
  return (model + " " + build.textContent).toLowerCase().includes(words);
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const build = target && target.closest(".build");
  if (!build) return;
  build.hidden = false;
  build.closest(".model").hidden = false;
  build.open = true;
  target.scrollIntoView();
}
`;var STYLE=`
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #16191d; --soft: #545c66; --line: #dde1e6; --link: #0b57c2;
  --passed: #146c3a; --warned: #8a5200; --failed: #b3201b; --skipped: #545c66; --errored: #7d2a96;
  --passed-wash: #e6f4ec; --warned-wash: #fdf1dc; --failed-wash: #fce8e6; --skipped-wash: #eef0f3; --errored-wash: #f5e9f9;
  --dlpu: #2b7fb8; --cpu: #d4731c; --hatch: #fff6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #101316; --card: #191d22; --ink: #e8eaed; --soft: #a3acb7; --line: #2f353d; --link: #82b4ff;
    --passed: #62d394; --warned: #f0b04f; --failed: #ff8f88; --skipped: #a3acb7; --errored: #dc9bf2;
    --passed-wash: #12301f; --warned-wash: #35270e; --failed-wash: #3b1917; --skipped-wash: #23282e; --errored-wash: #331a3c;
    --dlpu: #4aa3df; --cpu: #ee9444; --hatch: #0006;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 2rem; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; line-height: 1.3; }
h3, h4, h5 { margin: 0; font-size: 1rem; }
h4 { margin-bottom: .4rem; }
p { margin: 0 0 .5rem; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, .scroll:focus-visible, input:focus-visible, select:focus-visible, button:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: .875em/1.45 ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; unicode-bidi: isolate; }
h2 code { font-size: 1em; }
pre { margin: 0; padding: .75rem 1rem; border-radius: 6px; background: var(--page); overflow-x: auto; }
.advice { margin-top: .75rem; }
.advice > summary { display: inline-flex; padding: .3rem 0; color: var(--link); }
.advice > summary:hover { background: none; text-decoration: underline; }
.skip-link { position: absolute; left: -999rem; }
.skip-link:focus { left: 1rem; top: .5rem; }
.lead { margin: .35rem 0 0; color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.1rem 0 0; padding: 0; list-style: none; }
.counts li { padding: .45rem .9rem; border-radius: 8px; font-size: 1.05rem; }
.counts b { font-size: 1.35rem; margin-right: .15rem; }
.icon-sheet { position: absolute; width: 0; height: 0; }
.icon { width: 1em; height: 1em; vertical-align: -.12em; fill: currentColor; }
.glyph { fill: none; stroke: var(--card); stroke-width: 1.9; stroke-linecap: round; stroke-linejoin: round; }
span.mark { font-weight: 600; white-space: nowrap; }
.mark.passed { color: var(--passed); } .mark.warned, .mark.warning { color: var(--warned); }
.mark.failed, .mark.error { color: var(--failed); } .mark.skipped, .mark.info { color: var(--skipped); }
.mark.errored { color: var(--errored); }
.counts .passed, td.passed { background: var(--passed-wash); } .counts .warned, td.warned { background: var(--warned-wash); }
.counts .failed, td.failed { background: var(--failed-wash); } .counts .skipped, td.skipped { background: var(--skipped-wash); }
.counts .errored, td.errored { background: var(--errored-wash); }
.counts span.mark { background: none; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .45rem .75rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; }
.number { text-align: right; white-space: nowrap; }
td p { margin: 0; }
td > code, th > code { display: block; min-width: 8rem; }
.grid tbody th { min-width: 13.5rem; }
.grid td { border-left: 1px solid var(--line); min-width: 8rem; }
.grid td a { text-decoration: none; } .grid td a:hover { text-decoration: underline; }
.key-number { display: block; color: var(--ink); font-size: .85rem; }
.absent { color: var(--soft); }
.body:focus { outline: none; }
.plain { margin: 0; padding: 0; list-style: none; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-top: 2.5rem; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.filter[hidden], [hidden] { display: none; }
.filter label { display: grid; gap: .15rem; font-size: .85rem; color: var(--soft); }
.filter input, .filter select, .filter button { font: inherit; font-size: .95rem; color: var(--ink); background: var(--page); border: 1px solid var(--soft); border-radius: 6px; padding: .3rem .6rem; min-height: 2.3rem; }
.filter output { color: var(--soft); font-size: .9rem; padding-bottom: .45rem; }
.structure { color: var(--soft); margin-top: -.5rem; }
.structure:empty { display: none; }
.build { border: 1px solid var(--line); background: var(--card); }
.build + .build { border-top: 0; }
.build:first-of-type { border-radius: 8px 8px 0 0; } .build:last-of-type { border-radius: 0 0 8px 8px; }
.build:first-of-type:last-of-type { border-radius: 8px; }
.build > summary { display: grid; grid-template-columns: 6.5rem 6.5rem minmax(6rem, 1fr) 15rem 5.5rem 1rem; gap: 1rem; align-items: center; padding: .6rem 1rem; cursor: pointer; list-style: none; }
.build > summary::-webkit-details-marker { display: none; }
.build > summary::after { content: ""; width: .5rem; height: .5rem; border: solid var(--soft); border-width: 0 2px 2px 0; transform: rotate(45deg); justify-self: end; }
[open] > summary::after { transform: rotate(225deg); }
.build > summary:hover { background: var(--page); }
.build > summary .size { color: var(--soft); text-align: right; font-size: .85rem; white-space: nowrap; }
.lane { display: block; min-width: 0; }
.strip { display: block; width: 100%; height: 1.5rem; }
.strip .dlpu { fill: var(--dlpu); } .strip .cpu { fill: var(--soft); } .strip .off { fill: var(--cpu); }
.separators { stroke: var(--card); stroke-width: 1; vector-effect: non-scaling-stroke; fill: none; }
.lanes { display: grid; grid-template-columns: auto 1fr; gap: .75rem; align-items: stretch; margin: .25rem 0 .75rem; font-size: .75rem; line-height: 1.5rem; color: var(--soft); }
.reasons { margin-top: .5rem; font-size: .9rem; color: var(--soft); }
.lanes .strip { height: 3rem; }
.body { scroll-margin-top: 4.5rem; padding: .25rem 1rem 1.5rem; border-top: 1px solid var(--line); }
.body > section { margin-top: 1.4rem; }
.body > .reason { margin-top: .75rem; font-weight: 600; }
.origin { display: inline-block; padding: 0 .45rem; border: 1px solid var(--line); border-radius: 99px; color: var(--soft); font-size: .75rem; font-weight: 500; vertical-align: .08em; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem 1.5rem; margin: 0 0 .75rem; }
.facts dt { color: var(--soft); font-size: .8rem; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.findings { margin: 0; padding: 0; list-style: none; display: grid; gap: .75rem; }
.findings > li { padding: .1rem 0 .1rem .9rem; border-left: 4px solid var(--skipped); overflow-wrap: anywhere; }
.findings > li.error { border-color: var(--failed); } .findings > li.warning { border-color: var(--warned); }
.index { grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem 1.5rem; }
.index h3 { font-size: .95rem; } .where { font-size: .9rem; color: var(--soft); }
.evidence { margin: 0 0 .5rem; padding: 0; list-style: none; }
.evidence, .source { color: var(--soft); font-size: .9rem; }
.source { font-size: .8rem; }
footer { padding-top: 2rem; padding-bottom: 3rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 48rem) {
  header, main, footer { padding-left: .85rem; padding-right: .85rem; }
  .build > summary { grid-template-columns: 1fr auto auto; gap: .25rem .75rem; }
  .build > summary .lane { grid-column: 1 / -1; grid-row: 2; }
  .build > summary .key-number { grid-column: 1 / 2; grid-row: 3; }
  .build > summary .size { grid-column: 2 / 4; grid-row: 3; }
  .build > summary::after { grid-column: 3; grid-row: 1; margin-right: .2rem; }
  .grid tbody th { min-width: 9rem; }
  .filter label { flex: 1 1 40%; }
}
@media print {
  :root { --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --link: #000; }
  .filter, .skip-link { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .build, tr { break-inside: auto; } h2, h4, summary { break-after: avoid; }
  .scroll { overflow: visible; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media (prefers-reduced-motion: no-preference) { summary::after { transition: transform .12s; } }
`;var MAX_OPEN=2;function renderHtmlReport(result){return renderMarkup(html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}" />
          <meta name="viewport" content="width=device-width" />
          <meta name="referrer" content="no-referrer" />
          <title>dlpu: ${renderCounts2(result)}</title>
          <link rel="icon" href="data:," />
          ${trusted(`<style>${STYLE}</style>`)}
        </head>
        <body>
          ${renderIconSheet()}
          <a class="skip-link" href="#models">To the models</a>
          ${renderHeader(result)}
          <main>
            ${renderGrid2(result)} ${renderFindingIndex(result)} ${renderFilter(result)}
            <div id="models">${renderModels2(result)}</div>
          </main>
          ${renderFooter(result)} ${trusted(`<script>${SCRIPT}</script>`)}
        </body>
      </html> `)}__name(renderHtmlReport,"renderHtmlReport");function contentSecurityPolicy(){return["default-src 'none'",`style-src '${hashSource(STYLE)}'`,`script-src '${hashSource(SCRIPT)}'`,"img-src data:","base-uri 'none'","form-action 'none'"].join("; ")}__name(contentSecurityPolicy,"contentSecurityPolicy");function hashSource(text){return`sha256-${createHash("sha256").update(text).digest("base64")}`}__name(hashSource,"hashSource");function renderCounts2({builds}){return countVerdicts(builds).map(([verdict,count2])=>`${count2} ${verdict}`).join(", ")}__name(renderCounts2,"renderCounts");function renderHeader({builds}){let models=new Set(builds.map(({model})=>model)).size,socs=new Set(builds.map(({soc})=>soc)).size,counts=countVerdicts(builds).map(([verdict,count2])=>html`<li class="${verdict}"><b>${count2}</b> ${renderMark(verdict)}</li>`);return html`<header>
    <h1>Builds for Axis cameras</h1>
    <p class="lead">
      ${count(models,"model")} for ${count(socs,"soc")}, ${count(builds.length,"build")}
    </p>
    <ul class="counts" aria-label="Verdicts">
      ${counts}
    </ul>
  </header>`}__name(renderHeader,"renderHeader");function count(number,noun){return`${number} ${noun}${number===1?"":"s"}`}__name(count,"count");function renderModels2({builds}){let mustBeSeen=["failed","errored"];return[...groupBy(builds,({model})=>model)].map(([model,ofModel])=>renderModel(model,ofModel,({verdict})=>builds.length<=MAX_OPEN||mustBeSeen.includes(verdict)))}__name(renderModels2,"renderModels");function renderFooter({tool}){return html`<footer>
    <p>
      <b>measured</b>: here, on this file, by emulation; no camera was involved. <b>predicted</b>:
      by dlpu’s rules. <b>published</b>: by Axis, for its own models. In a strip each operator is
      equally wide: it shows where they run, not how long.
    </p>
    <p>Made by dlpu ${tool.version} from <code>result.json</code>.</p>
  </footer>`}__name(renderFooter,"renderFooter");import{join as join2}from"node:path";function renderBadgeJson(result){let{message,worst}=badgeOf(result),badge={schemaVersion:1,label:LABEL,message,color:worst===void 0?"lightgrey":COLOURS[worst],isError:worst==="failed"||worst==="errored"};return`${JSON.stringify(badge,null,2)}
`}__name(renderBadgeJson,"renderBadgeJson");function renderBadgeSvg(result){let{message,worst}=badgeOf(result),colour=worst===void 0?"#5f6670":COLOURS[worst],[left,right]=[widthOf(LABEL),widthOf(message)];return`<svg xmlns="http://www.w3.org/2000/svg" width="${left+right}" height="20" role="img" aria-label="${LABEL}: ${message}">
  <title>${LABEL}: ${message}</title>
  <clipPath id="round"><rect width="${left+right}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="${left}" height="20" fill="#3a4048"/>
    <rect x="${left}" width="${right}" height="20" fill="${colour}"/>
  </g>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
    <text x="${left/2}" y="14" textLength="${left-PADDING}">${LABEL}</text>
    <text x="${left+right/2}" y="14" textLength="${right-PADDING}">${message}</text>
  </g>
</svg>
`}__name(renderBadgeSvg,"renderBadgeSvg");var LABEL="dlpu",COLOURS={passed:"#1a7f42",warned:"#8f5a00",failed:"#b3201b",skipped:"#5f6670",errored:"#7d2a96"},WORST_FIRST=["errored","failed","warned","skipped","passed"];function badgeOf({builds}){let counts=countVerdicts(builds).map(([verdict,count2])=>`${count2} ${verdict}`);return{message:counts.length===0?"no builds":counts.join(", "),worst:WORST_FIRST.find(wanted=>builds.some(({verdict})=>verdict===wanted))}}__name(badgeOf,"badgeOf");var PADDING=12;function widthOf(text){return Math.round(text.length*6.6)+PADDING}__name(widthOf,"widthOf");function renderJunit({builds}){let suites=[...groupBy(builds,({model})=>model)].map(([model,ofModel])=>renderSuite(model,ofModel));return`${['<?xml version="1.0" encoding="UTF-8"?>',`<testsuites name="dlpu" ${countAttributes(builds)}>`,...suites.flat(),"</testsuites>"].join(`
`)}
`}__name(renderJunit,"renderJunit");function renderSuite(model,builds){let skipped=builds.filter(({verdict})=>verdict==="skipped").length;return[`  <testsuite name="${escapeXml(model)}" ${countAttributes(builds)} skipped="${skipped}">`,...builds.map(renderTest),"  </testsuite>"]}__name(renderSuite,"renderSuite");function countAttributes(builds){let count2=__name(wanted=>builds.filter(({verdict})=>verdict===wanted).length,"count"),seconds=builds.reduce((sum,build)=>sum+totalSeconds(build),0);return`tests="${builds.length}" failures="${count2("failed")}" errors="${count2("errored")}" time="${seconds.toFixed(3)}"`}__name(countAttributes,"countAttributes");function renderTest(build){let{model,soc}=build,seconds=totalSeconds(build).toFixed(3);return[`    <testcase classname="${escapeXml(model)}" name="${soc}" time="${seconds}">`,...renderOutcome(build),`      <system-out>${escapeXml(describeBuild(build))}</system-out>`,"    </testcase>"].join(`
`)}__name(renderTest,"renderTest");function renderOutcome(build){let message=escapeXml(build.reason??`The build ${build.verdict}.`),errors=build.findings.filter(({severity})=>severity==="error").map(describe),text=escapeXml(errors.join(`
`));return build.verdict==="skipped"?[`      <skipped message="${message}"/>`]:build.verdict==="failed"?[`      <failure type="failed" message="${message}">${text}</failure>`]:build.verdict==="errored"?[`      <error type="errored" message="${message}">${text}</error>`]:[]}__name(renderOutcome,"renderOutcome");function describeBuild(build){let{verdict,precision,findings}=build,warnings=findings.filter(({severity})=>severity==="warning"),number=keyNumberOf(build);return[[verdict,precision,...number===void 0?[]:[number]].join(", "),...warnings.map(describe)].join(`
`)}__name(describeBuild,"describeBuild");function describe({code,severity,evidence,remedy}){return`${severity} ${code}: ${evidence}. ${remedy}`}__name(describe,"describe");function escapeXml(text){return text.split(`
`).map(printable).join(`
`).replace(/[&<>"'\n]/g,character=>`&#${character.charCodeAt(0)};`)}__name(escapeXml,"escapeXml");var SURFACES=new Map([["report.html",renderHtmlReport],["junit.xml",renderJunit],["badge.json",renderBadgeJson],["badge.svg",renderBadgeSvg]]);async function writeSurfaces(result,folder){let files=[...SURFACES].map(([name,render])=>({path:join2(folder,name),text:render(result)}));for(let{path,text}of files)await writeFileAtomic(path,text);return files.map(({path})=>path)}__name(writeSurfaces,"writeSurfaces");export{readOwnVersion,hashOwnCode,groupBy,printable,wrap,RULES_BY_CODE,renderHtmlReport,writeSurfaces,findCondition,renderCondition,renderWhere,shareFindings,renderSummary,renderBuilds};
