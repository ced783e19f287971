/**
 * The table of what one is told of and by which way: a row for each event, a column for each way. A change is saved at once.
 * Every box has its row and column as its name.
 */
import { Way, type WayTable, type What } from "../../src/protocol/notification/table.ts";
import { wayWords, whatWords } from "./words.ts";

type Props = {
	label: string;
	/** The rows that are shown. */
	rows: readonly What[];
	table: WayTable;
	/** Whether a box can be changed. */
	mayChange: (what: What, way: Way) => boolean;
	onChange: (what: What, ways: Way[]) => void;
};

export const WaysTable = ({ label, rows, table, mayChange, onChange }: Props) => (
	<table class="ways" aria-label={label}>
		<thead>
			<tr>
				<th scope="col">
					<span class="said">What</span>
				</th>
				{Way.options.map((way) => (
					<th key={way} scope="col" title={wayWords[way].text}>
						<span class="long">{wayWords[way].name}</span>
						<span class="short" aria-hidden="true">
							{wayWords[way].short}
						</span>
					</th>
				))}
			</tr>
		</thead>
		<tbody>
			{rows.map((what) => (
				<tr key={what}>
					<th scope="row">
						{whatWords[what].name}
						<span class="quiet">{whatWords[what].text}</span>
					</th>
					{Way.options.map((way) => {
						const on = table[what].includes(way);
						return (
							<td key={way}>
								<label>
									<input
										type="checkbox"
										class="cb"
										aria-label={`${whatWords[what].name}: ${wayWords[way].name}`}
										checked={on}
										disabled={!mayChange(what, way)}
										onChange={() =>
											onChange(what, on ? table[what].filter((one) => one !== way) : [...table[what], way])
										}
									/>
								</label>
							</td>
						);
					})}
				</tr>
			))}
		</tbody>
	</table>
);
